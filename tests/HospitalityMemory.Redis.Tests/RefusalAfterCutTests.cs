using System.Net;
using System.Net.Sockets;

namespace HospitalityMemory.Redis.Tests;

/// <summary>
/// A server that cuts its first connections, as behind a proxy that is starting, and then refuses the password. The client keeps
/// the cut as the cause of everything that follows.
/// </summary>
public sealed class RefusalAfterCutTests
{
    private const int Cut = 4;

    [Fact]
    public async Task A_refused_password_is_told_though_the_connection_was_cut_first()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(server, stop.Token);
        await using (var store = new RedisSessionStore(RedisConnection.Owned($"127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port},password=wrong,connectRetry=1,connectTimeout=500"), new RedisSessionOptions()))
        {
            var message = "";
            await RealTime.UntilAsync(
                async () =>
                {
                    message = (await Assert.ThrowsAsync<MemoryUnavailableException>(async () => await store.PingAsync(default))).Message;
                    return !message.Contains("out of reach", StringComparison.Ordinal);
                },
                "the refusal is told");
            Assert.Contains("password", message, StringComparison.Ordinal);
        }

        await stop.CancelAsync();
        await serving;
    }

    private static async Task ServeAsync(TcpListener server, CancellationToken stop)
    {
        var answers = new List<Task>();
        try
        {
            for (var number = 1; ; number++)
            {
                var client = await server.AcceptTcpClientAsync(stop);
                if (number <= Cut)
                {
                    client.Dispose();
                    continue;
                }

                answers.Add(RefuseAsync(client, stop));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(answers);
        }
    }

    private static async Task RefuseAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            var command = new byte[4096];
            try
            {
                var stream = client.GetStream();
                while (await stream.ReadAsync(command, stop) is > 0 and var length)
                {
                    // Every command is an array, which begins with a star. Several may arrive at once.
                    var commands = command.AsSpan(0, length).Count((byte)'*');
                    for (var i = 0; i < commands; i++)
                    {
                        await stream.WriteAsync("-NOAUTH Authentication required.\r\n"u8.ToArray(), stop);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client has disconnected.
            }
        }
    }
}
