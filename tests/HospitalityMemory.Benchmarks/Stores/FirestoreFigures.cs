using System.Collections.Concurrent;
using System.Globalization;
using HospitalityMemory.Firestore.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// How many requests a booking and what it teaches cost. Time is not measured: the emulator's speed says nothing about
/// Firestore's.
/// </summary>
internal static class FirestoreFigures
{
    private const int Bookings = 60;

    public static async Task RunAsync(Report report)
    {
        report.Head("Firestore (Google's emulator)");
        var host = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST");
        var (process, missing) = string.IsNullOrEmpty(host) ? await EmulatorProcess.StartAsync() : (null, null);
        using (process)
        {
            if (missing is not null)
            {
                report.Missing(missing);
                return;
            }

            await MeasureAsync(report, process?.Host ?? host!);
        }
    }

    private static async Task MeasureAsync(Report report, string host)
    {
        using var requests = new RequestLog();
        var services = new ServiceCollection();
        services.AddHospitalityMemory().UseFirestoreProfiles("benchmark", static _ => new("unused"), options => options.EmulatorHost = host);
        services.ConfigureHttpClientDefaults(client => client.ConfigurePrimaryHttpMessageHandler(() => requests));
        await using var provider = services.BuildServiceProvider();
        var memory = provider.GetRequiredService<ILongTermMemory>();
        var guest = $"guest-{Guid.NewGuid():N}";

        var costs = new List<string[]>();
        for (var number = 0; number < Bookings; number++)
        {
            await memory.AddBookingToHistoryAsync(guest, SampleBookings.Numbered(number));
            costs.Add(requests.Take());
        }

        var most = costs.MaxBy(cost => cost.Length)!;
        report.Count(
            string.Create(CultureInfo.InvariantCulture, $"AddBooking, round trips, most of {Bookings} ({string.Join(", ", most)})"), most.Length, atMost: 2);
    }

    /// <summary>Records the operation of each request: what follows the colon of its address.</summary>
    private sealed class RequestLog() : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly ConcurrentQueue<string> _methods = [];

        public string[] Take()
        {
            string[] methods = [.. _methods];
            _methods.Clear();
            return methods;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _methods.Enqueue(request.RequestUri!.AbsoluteUri.Split(':')[^1]);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
