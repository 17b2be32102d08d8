namespace HospitalityMemory.Tests.Fields;

/// <summary>No place of a shared buffer is given twice. All lists that share one rely on this.</summary>
public sealed class SharedBufferTests
{
    [Fact]
    public void A_place_is_given_once_and_only_to_the_list_that_ends_before_it()
    {
        var buffer = new SharedBuffer<string>(new string[4]) { Taken = 1 };

        Assert.False(buffer.TryClaim(0, 1));
        Assert.False(buffer.TryClaim(2, 1));
        Assert.True(buffer.TryClaim(1, 2));
        Assert.False(buffer.TryClaim(1, 1));
        Assert.False(buffer.TryClaim(3, 2));
        Assert.True(buffer.TryClaim(3, 1));
    }

    [Fact]
    public void A_place_that_is_given_back_is_given_again_unless_others_follow()
    {
        var buffer = new SharedBuffer<string>(new string[4]) { Taken = 0 };
        Assert.True(buffer.TryClaim(0, 1));
        Assert.True(buffer.TryClaim(1, 1));

        buffer.Release(1, 1);
        Assert.False(buffer.TryClaim(0, 1));

        buffer.Release(2, 1);
        Assert.True(buffer.TryClaim(1, 1));
    }

    /// <summary>
    /// A thread that has got a place tries the next one. Either it gets that one too, or another thread has it.
    /// </summary>
    [Fact]
    public async Task Each_place_goes_to_one_of_those_who_claim_it_at_once()
    {
        const int Claimants = 4;
        const int Places = 3_000_000;
        var buffer = new SharedBuffer<byte>(new byte[Places]) { Taken = 0 };
        using var start = new Barrier(Claimants);

        var claimed = await Task.WhenAll(Enumerable.Range(0, Claimants).Select(_ => Task.Factory.StartNew(
            Claim, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(Places, claimed.Sum());

        int Claim()
        {
            start.SignalAndWait();
            return Enumerable.Range(0, Places).Count(place => buffer.TryClaim(place, 1));
        }
    }
}
