using CsCheck;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>Random histories of one session each, step by step beside a model: what is kept, what goes, and what waits.</summary>
internal sealed class SessionStoreHistoryCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    /// <summary>What a store may count of a message, and of a state, beside their texts.</summary>
    private const int MostBesideText = 700;
    private const int MostBesideState = 2_000;

    private const int Room = 64 * 1024;

    // So many sessions are at work at a time, which a store behind a network needs.
    private const int AtOnce = 32;

    private int _sessions;

    /// <summary>Parallel calls, results that come later, groups that become one, spared messages, limits that change: exactly.</summary>
    [Case]
    public async Task Count_and_weight_let_go_what_the_rule_says()
    {
        var store = await CreateStoreAsync();
        var histories = Gen.Select(Gen.Bool, HistoryStep.ByCountAndWeight.Array[1, 16]);
        await histories.SampleAsync(
            async history => await new ExactRun(store, NewId(), history.Item1).PlayAsync(history.Item2),
            iter: Options.Histories,
            threads: AtOnce,
            print: history => Print(history.Item2));
    }

    /// <summary>
    /// Stores count bytes differently: what goes lies between what the rule says for the texts alone and for the most that
    /// a store may add to them.
    /// </summary>
    [Case]
    public async Task Bytes_let_go_as_much_as_has_to_go_and_no_more()
    {
        var store = await CreateStoreAsync();
        await HistoryStep.ByBytes.Array[1, 12].SampleAsync(
            async history => await new BytesRun(store, NewId()).PlayAsync(history),
            iter: Math.Max(1, (int)(0.3 * Options.Histories)),
            threads: AtOnce,
            print: Print);
    }

    private static string Print(HistoryStep[] history) => string.Join('\n', history.AsEnumerable());

    private string NewId() => $"history-{Interlocked.Increment(ref _sessions)}";

    /// <summary>A session of the store and its model.</summary>
    private abstract class Run(ISessionStore store, string id, SessionLimits limits)
    {
        protected SessionLimits Within { get; set; } = limits;

        protected HistoryModel Model { get; set; } = new();

        protected SessionInfo State { get; set; } = NewSession(id);

        /// <summary>By how much the step makes the state's text longer, in bytes; the least number where it does not replace the state.</summary>
        protected int StateGrowth { get; private set; } = int.MinValue;

        public async Task PlayAsync(HistoryStep[] history)
        {
            await CreateAsync(store, id, limits: Within);
            for (var i = 0; i < history.Length; i++)
            {
                try
                {
                    await PlayAsync(history[i]);
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"Step {i}, {history[i]}, of {id}: {exception.Message}", exception);
                }
            }

            Assert.Equal(Model.Messages.Select(message => message.Content), Contents(await SessionStoreCases.PeekAsync(store, id)));
            var waiting = await store.LeaseTrimmedAsync(id, new(7, At(1)), T0, CaseToken.Current);
            Assert.Equal(
                Model.Waiting.Select(message => (message.Sequence, message.Content)),
                (waiting?.Messages ?? []).Select(message => (message.Sequence, message.Content)));
        }

        /// <summary>Holds the model, to which a step was done that trimmed nothing yet, against what the store did.</summary>
        protected abstract Task CheckAsync(SessionWriteResult result, HistoryModel after, bool bringsSpared, bool mayTrimLater);

        protected async Task<List<ModelMessage>> ReadAsync()
        {
            var read = await store.GetMessagesAsync(id, new(1_000, null), T0, Within, CaseToken.Current);
            Assert.NotNull(read);
            Assert.Equal(
                (read.Messages.Count, Model.LastSequence, Model.Edits), (read.Count, read.LastSequence, read.Edits));
            return [.. read.Messages.Select(stored => ModelMessage.From(stored, stored.Message.Content.Length * 2))];
        }

        private Task PlayAsync(HistoryStep step) => step switch
        {
            SayStep say => SayAsync(say),
            EditStep edit => EditAsync(edit),
            LimitsStep changed => ChangeAsync(changed),
            StateStep state => ReplaceAsync(state),
            _ => ClearAsync(),
        };

        private async Task SayAsync(SayStep step)
        {
            var after = Model.Copy();
            var (append, calls) = HistoryMemory.AppendOf(step, Model);
            var (sequences, bringsSpared) = after.Append(append);
            after.Calls.AddRange(calls.Select(index => sequences[index]));

            var result = append is { Messages: [var only], Merges: [] }
                ? await store.AppendAsync(id, only, T0, Within, CaseToken.Current)
                : await store.AppendAsync(id, append, T0, Within, CaseToken.Current);

            if (result.Status is SessionWriteStatus.Done)
            {
                var isKnown = sequences.Where((sequence, i) => sequence != Model.LastSequence + 1 + i).Any();
                Assert.Equal(isKnown, result.Sequences is not null);
                Assert.Equal(sequences[0], result.FirstSequence);
                Assert.Equal(sequences, result.Sequences ?? sequences);
            }

            // If the append adds nothing new, the store need not trim either.
            await CheckAsync(result, after, bringsSpared, mayTrimLater: after.LastSequence == Model.LastSequence);
        }

        private async Task EditAsync(EditStep step)
        {
            if (HistoryMemory.ReplacementOf(step, Model) is not { } replacement)
            {
                var none = NewMessages.Replacement(Model.LastSequence + 1, Model.Edits, null);
                Assert.Equal(
                    SessionWriteStatus.MessageNotFound, (await store.TryReplaceMessageAsync(id, none, T0, Within, CaseToken.Current)).Status);
                return;
            }

            var after = Model.Copy();
            after.Replace(replacement);
            var result = await store.TryReplaceMessageAsync(id, replacement, T0, Within, CaseToken.Current);
            await CheckAsync(result, after, replacement is { IsSpared: true, Message: not null }, mayTrimLater: true);
        }

        private async Task ReplaceAsync(StateStep step)
        {
            var next = Next(State, T0) with { Context = JsonFields.Empty.Set("text", new string('é', step.Bytes / 2)) };
            var before = State;
            State = next;
            StateGrowth = step.Bytes - TextBytesOf(before);
            var result = await SessionStoreCases.ReplaceAsync(store, next, limits: Within);
            await CheckAsync(result, Model.Copy(), bringsSpared: false, mayTrimLater: true);
            State = result.Status is SessionWriteStatus.Done ? next : before;
            StateGrowth = int.MinValue;
        }

        protected static int TextBytesOf(SessionInfo state) => state.Context.GetString("text")?.Length * 2 ?? 0;

        private Task ChangeAsync(LimitsStep step)
        {
            Within = Within with { MaxMessages = step.MaxMessages, MaxWeight = step.MaxWeight };
            return Task.CompletedTask;
        }

        private async Task ClearAsync()
        {
            Assert.Equal(SessionWriteStatus.Done, (await store.ClearMessagesAsync(id, T0, Within, CaseToken.Current)).Status);
            Model.Clear();
            Assert.Empty(await ReadAsync());
        }
    }

    private sealed class ExactRun(ISessionStore store, string id, bool keepsTrimmed)
        : Run(store, id, Limits with { MaxMessages = 6, KeepsTrimmed = keepsTrimmed })
    {
        protected override async Task CheckAsync(SessionWriteResult result, HistoryModel after, bool bringsSpared, bool mayTrimLater)
        {
            Assert.Equal(SessionWriteStatus.Done, result.Status);
            var dropped = TrimmingRule.Dropped(after.Facts, bringsSpared, TrimmingLimits.Of(Within, otherBytes: 0))!;

            // A step that brings no message, under limits that were lowered or with a message no longer spared, may leave
            // the trimming to the next append.
            var left = mayTrimLater && result.Trimmed is 0 ? [] : dropped;
            after.Drop(left, Within.KeepsTrimmed);
            Model = after;

            Assert.Equal((left.Count, Model.Waiting.Count, 0), (result.Trimmed, result.Waiting, result.WaitingLost));
            Assert.Equal(Model.Messages, await ReadAsync());
        }
    }

    private sealed class BytesRun(ISessionStore store, string id)
        : Run(store, id, Limits with { MaxMessages = 1_000, MaxSessionBytes = Room })
    {
        protected override async Task CheckAsync(SessionWriteResult result, HistoryModel after, bool bringsSpared, bool mayTrimLater)
        {
            // A state whose text is as long as before may still grow, with the digits of its version.
            var least = Dropped(after, bringsSpared, StateGrowth > MostBesideState, besideText: 0, besideState: 0);
            var most = Dropped(after, bringsSpared, StateGrowth > -MostBesideState, MostBesideText, MostBesideState);
            if (result.Status is not SessionWriteStatus.Done)
            {
                Assert.Equal(SessionWriteStatus.TooLarge, result.Status);
                Assert.Null(most);
                Assert.Equal(Model.Messages, await ReadAsync());
                return;
            }

            Assert.NotNull(least);
            Model = after;
            var kept = await ReadAsync();
            int[] dropped =
            [
                .. Enumerable.Range(0, after.Messages.Count).Where(i => kept.All(one => one.Sequence != after.Messages[i].Sequence)),
            ];
            Assert.Equal(dropped.Length, result.Trimmed);
            Assert.Empty(least.Except(dropped));
            Assert.Empty(dropped.Except(most ?? dropped));
            CheckKept(after, dropped);
            after.Drop(dropped, wait: false);
            Assert.Equal(Model.Messages, kept);
        }

        private static void CheckKept(HistoryModel before, int[] dropped)
        {
            var staying = TrimmingRule.Staying(before.Facts);
            MessageFacts[] gone = [.. before.Facts.Where((_, i) => dropped.Contains(i))];
            MessageFacts[] kept = [.. before.Facts.Where((_, i) => !dropped.Contains(i))];
            Assert.DoesNotContain(gone, facts => staying.Contains(facts.Group) || kept.Any(other => other.Group == facts.Group));
            MessageFacts[] unspared = [.. kept.Where(facts => !facts.IsSpared)];
            Assert.True(
                dropped is [] || !unspared.Any(facts => facts.StartsTurn) || unspared[0].StartsTurn || staying.Contains(unspared[0].Group));
        }

        private TrimmingLimits Sizes(int besideState) => TrimmingLimits.Of(Within, TextBytesOf(State) + besideState);

        private IReadOnlyList<int>? Dropped(HistoryModel model, bool bringsSpared, bool bringsState, int besideText, int besideState)
        {
            MessageFacts[] facts = [.. model.Facts.Select(facts => facts with { Bytes = facts.Bytes + besideText })];
            return TrimmingRule.Dropped(facts, bringsSpared, Sizes(besideState), bringsState);
        }
    }
}
