using Microsoft.Extensions.DependencyInjection;

namespace HospitalityMemory.Soak;

/// <summary>
/// One task that takes its own guests through the whole journey, again and again, and records what it was promised.
/// </summary>
internal sealed class Journey
{
    private const int MessagesOfSession = 40;
    private const int BookingsOfGuest = 12;

    private readonly IShortTermMemory _shortTerm;
    private readonly ILongTermMemory _longTerm;
    private readonly IGuestMemory _guests;
    private readonly Progress _progress;
    private readonly Random _random;
    private int _numbers;

    public Journey(IServiceProvider provider, int writer, int guests, Progress progress)
    {
        _shortTerm = provider.GetRequiredService<IShortTermMemory>();
        _longTerm = provider.GetRequiredService<ILongTermMemory>();
        _guests = provider.GetRequiredService<IGuestMemory>();
        _progress = progress;
        _random = new(writer);
        Ledgers = [.. Enumerable.Range(0, guests).Select(guest => new GuestLedger($"guest-{writer}-{guest}"))];
    }

    public IReadOnlyList<GuestLedger> Ledgers { get; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var ledger = Ledgers[_random.Next(Ledgers.Count)];
            try
            {
                await StepAsync(ledger);
            }
            catch (MemoryUnavailableException)
            {
                _progress.Refuse();

                // A store that is away fails at once, and a million attempts would help nobody.
                await Task.Delay(TimeSpan.FromMilliseconds(20), Clock.Real, CancellationToken.None);
            }
            catch (Exception exception)
            {
                _progress.Problems.Enqueue($"{exception.GetType().Name}: {exception.Message}");
            }
        }
    }

    private async Task StepAsync(GuestLedger ledger)
    {
        if (ledger.IsUnknown || ledger.Bookings.Count >= BookingsOfGuest)
        {
            await EraseAsync(ledger);
        }
        else if (ledger.SessionId.Length is 0 || ledger.IsSessionUncertain || ledger.Messages.Count >= MessagesOfSession)
        {
            await BeginAsync(ledger);
        }
        else if (_random.Next(10) is var dice && dice < 6)
        {
            await SayAsync(ledger);
        }
        else if (dice is 6)
        {
            await _shortTerm.UpdateSlotsAsync(ledger.SessionId, new() { City = $"City of {ledger.UserId}", NumberOfGuests = 2 });
        }
        else if (dice is 7)
        {
            await BookAsync(ledger);
        }
        else if (dice is 8)
        {
            await RateAsync(ledger);
        }
        else
        {
            await ReadAsync(ledger);
        }

        _progress.Count();
    }

    private async Task BeginAsync(GuestLedger ledger)
    {
        ledger.IsSessionUncertain = true;
        if (ledger.SessionId.Length > 0)
        {
            await _shortTerm.DeleteSessionAsync(ledger.SessionId);
        }

        ledger.ForgetSession();
        ledger.SessionId = $"session-{ledger.UserId}-{_numbers++}";
        await _guests.BeginSessionAsync(ledger.SessionId, ledger.UserId);
        ledger.IsSessionUncertain = false;
    }

    private async Task SayAsync(GuestLedger ledger)
    {
        var text = $"{ledger.UserId} says {_numbers++}";
        try
        {
            var message = await _shortTerm.AddMessageAsync(ledger.SessionId, new() { Role = MessageRole.User, Content = text, MessageId = text });
            ledger.Messages.Add(message.Sequence, text);
        }
        catch (MemoryUnavailableException)
        {
            ledger.UncertainMessages.Add(text);
            throw;
        }
    }

    private async Task BookAsync(GuestLedger ledger)
    {
        var id = $"booking-{ledger.UserId}-{_numbers++}";
        var checkIn = new DateOnly(2026, 1, 1).AddDays(_random.Next(300));
        try
        {
            await _guests.CompleteBookingAsync(ledger.SessionId, ledger.UserId, new()
            {
                BookingId = id,
                City = $"City of {ledger.UserId}",
                CheckIn = checkIn,
                CheckOut = checkIn.AddDays(3),
                PricePerNight = 120,
                Amenities = ["pool"],
            });
            ledger.Bookings.Add(id, null);
        }
        catch (MemoryUnavailableException)
        {
            ledger.UncertainBookings.Add(id);
            throw;
        }
    }

    private async Task RateAsync(GuestLedger ledger)
    {
        if (ledger.Bookings.Count is 0)
        {
            return;
        }

        var id = ledger.Bookings.Keys.ElementAt(_random.Next(ledger.Bookings.Count));
        try
        {
            var rating = _random.Next(1, 6);
            await _longTerm.RateBookingAsync(ledger.UserId, id, rating);
            ledger.Bookings[id] = rating;
            ledger.UncertainRatings.Remove(id);
        }
        catch (MemoryUnavailableException)
        {
            ledger.UncertainRatings.Add(id);
            throw;
        }
    }

    private async Task ReadAsync(GuestLedger ledger)
    {
        var context = await _longTerm.GetPersonalizationContextAsync(ledger.UserId, new());
        if (Verdict.NamesAnother(context.ToPromptText(4_000), ledger.UserId))
        {
            _progress.Problems.Enqueue($"The context of {ledger.UserId} names another guest.");
        }
    }

    private async Task EraseAsync(GuestLedger ledger)
    {
        ledger.IsUnknown = true;
        var receipt = await _guests.EraseGuestAsync(ledger.UserId);
        if (receipt is not { Profile: { ProfilesLeft: 0, BookingsLeft: 0 }, Sessions.Left: 0 })
        {
            _progress.Problems.Enqueue($"The erasure of {ledger.UserId} left something.");
        }

        ledger.Forget();
    }
}
