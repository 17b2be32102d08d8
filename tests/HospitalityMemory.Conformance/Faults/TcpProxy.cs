using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HospitalityMemory.Conformance.Faults;

/// <summary>
/// Stands between a store and its server on this machine, forwards and counts the bytes, and makes the faults of a network.
/// </summary>
/// <remarks>
/// Thread safe. A fault with a text affects the first call after the request for it whose bytes contain that text.
/// </remarks>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly int _targetPort;
    private readonly List<Connection> _connections = [];
    private readonly List<Task> _work = [];
    private TcpListener? _listener;
    private Fault? _fault;
    private volatile bool _isSilent;
    private long _bytesToServer;
    private long _bytesToClient;

    private TcpProxy(int targetPort)
    {
        _targetPort = targetPort;
        Listen(0);
    }

    /// <summary>Where clients connect to, on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Bytes that clients have sent.</summary>
    public long BytesToServer => Interlocked.Read(ref _bytesToServer);

    /// <summary>Bytes that the server has sent.</summary>
    public long BytesToClient => Interlocked.Read(ref _bytesToClient);

    /// <summary>Starts forwarding to a port on 127.0.0.1.</summary>
    public static TcpProxy Start(int targetPort) => new(targetPort);

    /// <summary>Breaks all connections and refuses new ones.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            _listener?.Stop();
            _listener = null;
        }

        Cut();
    }

    /// <summary>Breaks all connections; new ones are accepted.</summary>
    public void Cut()
    {
        Connection[] connections;
        lock (_lock)
        {
            connections = [.. _connections];
            _connections.Clear();
        }

        foreach (var connection in connections)
        {
            connection.Dispose();
        }
    }

    /// <summary>Ends every fault. Broken connections stay broken.</summary>
    public void Resume()
    {
        _isSilent = false;
        lock (_lock)
        {
            _fault = null;
            if (_listener is null)
            {
                Listen(Port);
            }
        }
    }

    /// <summary>From now on no answer arrives. The server still gets what is sent to it.</summary>
    public void SwallowAnswers() => _isSilent = true;

    /// <summary>Breaks the connection of a call before any of it reaches the server.</summary>
    public void CutRequestWith(string text) => Arm(new(text, -1));

    /// <summary>Breaks the connection of a call within its answer, after the server has carried it out.</summary>
    /// <param name="text">A text in the call.</param>
    /// <param name="bytes">How many bytes of the answer arrive.</param>
    public void CutAnswerTo(string text, int bytes) => Arm(new(text, bytes));

    public async ValueTask DisposeAsync()
    {
        Refuse();
        Task[] work;
        lock (_lock)
        {
            work = [.. _work];
        }

        await Task.WhenAll(work);
    }

    private void Arm(Fault fault)
    {
        lock (_lock)
        {
            _fault = fault;
        }
    }

    private void Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _listener = listener;
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _work.Add(AcceptAsync(listener));
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            var server = new TcpClient { NoDelay = true };
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _targetPort);
            }
            catch (SocketException)
            {
                // The server is down, so this connection must be closed too.
                client.Dispose();
                server.Dispose();
                continue;
            }

            var connection = new Connection(client, server);
            lock (_lock)
            {
                if (_listener != listener)
                {
                    // New connections were refused while this one was being made.
                    connection.Dispose();
                    return;
                }

                _connections.Add(connection);
                _work.Add(PumpAsync(connection, ToServerAsync));
                _work.Add(PumpAsync(connection, ToClientAsync));
            }
        }
    }

    private static async Task PumpAsync(Connection connection, Func<Connection, Task> pump)
    {
        // The caller holds a lock while it starts a pump, and the pump must not run under it.
        await Task.Yield();
        try
        {
            await pump(connection);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            // One of the two sides closed its connection. The finally block closes the other.
        }
        finally
        {
            connection.Dispose();
        }
    }

    private async Task ToServerAsync(Connection connection)
    {
        var buffer = new byte[64 * 1024];
        var (from, to) = (connection.Client.GetStream(), connection.Server.GetStream());
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            if (Take(buffer.AsSpan(0, read)) is { } fault)
            {
                if (fault.AnswerBytes < 0)
                {
                    return;
                }

                connection.AnswerBytesLeft = fault.AnswerBytes;
            }

            Interlocked.Add(ref _bytesToServer, read);
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private async Task ToClientAsync(Connection connection)
    {
        var buffer = new byte[64 * 1024];
        var (from, to) = (connection.Server.GetStream(), connection.Client.GetStream());
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            Interlocked.Add(ref _bytesToClient, read);
            if (_isSilent)
            {
                continue;
            }

            if (connection.AnswerBytesLeft is { } left)
            {
                await to.WriteAsync(buffer.AsMemory(0, Math.Min(read, left)));
                if (read >= left)
                {
                    return;
                }

                connection.AnswerBytesLeft = left - read;
            }
            else
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }

    private Fault? Take(ReadOnlySpan<byte> sent)
    {
        lock (_lock)
        {
            if (_fault is not { } fault || sent.IndexOf(Encoding.UTF8.GetBytes(fault.Text)) < 0)
            {
                return null;
            }

            _fault = null;
            return fault;
        }
    }

    /// <param name="Text">A text in the affected call.</param>
    /// <param name="AnswerBytes">How much of the answer arrives; -1 where the call itself does not.</param>
    private sealed record Fault(string Text, int AnswerBytes);

    private sealed class Connection(TcpClient client, TcpClient server) : IDisposable
    {
        private int _isDisposed;

        public TcpClient Client => client;

        public TcpClient Server => server;

        public int? AnswerBytesLeft { get; set; }

        public void Dispose()
        {
            // Both pumps and the test may end a connection at the same time.
            if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            {
                return;
            }

            // A reset instead of an orderly close, as when a network breaks.
            client.Client.LingerState = new(true, 0);
            client.Dispose();
            server.Dispose();
        }
    }
}
