using CsCheck;
using HospitalityMemory.Stores;
using HospitalityMemory.Testing.Checks;

namespace HospitalityMemory.Testing.Conformance;

/// <summary>What holds when several threads use one session at once.</summary>
internal sealed class SessionStoreConcurrencyCases(CaseRun<ISessionStore> run) : SessionStoreCases(run)
{
    private const string Id = "s1";

    /// <summary>
    /// Random operations, some at once: what is left, seen by a reader, must be what some order of them, one after the
    /// other, leaves in a model of a few lines.
    /// </summary>
    [Case]
    public async Task Steps_at_once_end_as_some_order_of_them_one_after_the_other()
    {
        // One store serves all histories, each with a session of its own: a remote store need not be made anew.
        var store = await CreateStoreAsync();
        var next = 0;
        var subjects = Gen.Const(0).Select(_ =>
        {
            var id = $"history-{Interlocked.Increment(ref next)}";
            return (new Subject(store, id), new Model());
        });
        Check.SampleParallel(
            subjects,
            Gen.Int[0, 2].Operation<Subject, Model>(
                user => $"create {user}", (subject, user) => subject.Create(user), (model, user) => model.Create(user)),
            Gen.Int[0, 99].Operation<Subject, Model>(
                text => $"append {text}", (subject, text) => subject.Append(text), (model, text) => model.Append(text)),
            Gen.Int[0, 99].Operation<Subject, Model>(
                agent => $"update {agent}", (subject, agent) => subject.Update(agent), (model, agent) => model.Update(agent)),
            Gen.Const(0).Operation<Subject, Model>(
                _ => "delete", (subject, _) => subject.Delete(), (model, _) => model.Delete()),
            equal: (subject, model) => subject.Describe() == model.Describe(),
            printActual: subject => subject.Describe(),
            printModel: model => model.Describe(),
            iter: Options.ConcurrentHistories);
    }

    [Case]
    public async Task No_append_and_no_update_is_lost()
    {
        const int Writers = 4;
        const int Each = 50;
        var limits = Limits with { MaxMessages = 10_000 };
        var store = await CreateStoreAsync();
        await CreateAsync(store, Id, limits: limits);

        await Task.WhenAll(Enumerable.Range(0, Writers).SelectMany(writer => new[]
        {
            Task.Run(async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    await SayAsync(store, Id, $"{writer}:{i}", limits: limits);
                }
            }),
            Task.Run(async () =>
            {
                for (var i = 0; i < Each;)
                {
                    var current = await PeekInfoAsync(store, Id);
                    var count = current.Context.Get($"w{writer}", ConformanceJson.Default.Int32);
                    var changed = Next(current, T0) with { Context = current.Context.Set($"w{writer}", count + 1m) };
                    i += (await ReplaceAsync(store, changed, limits: limits)).Status is SessionWriteStatus.Done ? 1 : 0;
                }
            }),
        }));

        var session = await PeekAsync(store, Id);
        Assert.Equal(1 + (Writers * Each), session.Version);
        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(i => (long)i), session.Messages.Select(message => message.Sequence));
        for (var writer = 0; writer < Writers; writer++)
        {
            Assert.Equal(Each, session.Context.Get($"w{writer}", ConformanceJson.Default.Int32));
            var own = Contents(session).Where(content => content.StartsWith($"{writer}:", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{writer}:{i}"), own);
        }
    }

    [Case]
    public async Task Of_many_that_append_one_id_one_does()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, Id);
        for (var round = 1; round <= 20; round++)
        {
            var message = Says($"pay {round}") with { MessageId = $"id {round}" };
            var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
                Task.Run(async () => await AppendAsync(store, Id, [message]))));

            Assert.All(results, result => Assert.Equal((SessionWriteStatus.Done, round), (result.Status, result.FirstSequence)));
            Assert.Single(results, result => result.Sequences is null);
            Assert.Equal($"pay {round}", (await PeekAsync(store, Id)).Messages[^1].Content);
        }

        Assert.Equal(20, (await ReadAsync(store, Id)).LastSequence);
    }

    [Case]
    public async Task Of_many_that_claim_what_waits_one_does()
    {
        var limits = Limits with { KeepsTrimmed = true };
        var store = await CreateStoreAsync();
        await CreateAsync(store, Id);
        await SayAllAsync(store, Id, 1, 8, limits);
        for (var round = 0; round < 20; round++)
        {
            var claims = await Task.WhenAll(Enumerable.Range(1, 6).Select(token => Task.Run(async () =>
                ((UInt128)token, await store.LeaseTrimmedAsync(Id, new((UInt128)token, At(1)), T0, CaseToken.Current)))));

            var (winner, _) = Assert.Single(claims, claim => claim.Item2 is not null);
            await store.ReleaseTrimmedAsync(Id, winner, CaseToken.Current);
        }
    }

    [Case]
    public async Task Of_many_that_edit_one_message_one_does()
    {
        var store = await CreateStoreAsync();
        await CreateAsync(store, Id);
        await SayAllAsync(store, Id, 1, 2);
        for (var round = 0; round < 20; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
                (writer, (await store.TryReplaceMessageAsync(
                    Id, NewMessages.Replacement(1, round, Says($"{round}:{writer}")), T0, Limits, CaseToken.Current)).Status))));

            var (winner, _) = Assert.Single(results, result => result.Status is SessionWriteStatus.Done);
            Assert.All(results.Where(result => result.writer != winner), result => Assert.Equal(SessionWriteStatus.Conflict, result.Status));
            Assert.Equal([$"{round}:{winner}", "m2"], Contents(await PeekAsync(store, Id)));
        }
    }

    [Case]
    public async Task Of_many_that_create_one_session_one_does()
    {
        var store = await CreateStoreAsync();
        for (var round = 0; round < 20; round++)
        {
            var id = $"round-{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(user => Task.Run(async () =>
                (user, (await store.TryCreateAsync(NewSession(id, $"guest-{user}"), Limits, CaseToken.Current)).Status))));

            var (winner, _) = Assert.Single(results, result => result.Status is SessionWriteStatus.Done);
            Assert.All(results.Where(result => result.user != winner), result => Assert.Equal(SessionWriteStatus.AlreadyExists, result.Status));
            Assert.Equal($"guest-{winner}", (await PeekAsync(store, id)).UserId);
        }
    }

    [Case]
    public async Task Of_many_that_delete_one_session_one_does()
    {
        var store = await CreateStoreAsync();
        for (var round = 0; round < 20; round++)
        {
            await CreateAsync(store, Id, "guest");
            var deleted = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () => await store.DeleteAsync(Id, T0, CaseToken.Current))));

            Assert.Single(deleted, isDone => isDone);
            Assert.Empty(await ListAsync(store, "guest"));
        }
    }

    /// <summary>One session of the store under test, with the few steps that the model knows.</summary>
    private sealed class Subject(ISessionStore store, string id)
    {
        private int _creations;

        // Each at a time of its own, by which a store tells a session from an earlier one of the same id.
        public void Create(int user) =>
            Run(store.TryCreateAsync(NewSession(id, $"u{user}", T0.AddSeconds(Interlocked.Increment(ref _creations))), Limits, CaseToken.Current));

        public void Append(int text) => Run(SayAsync(store, id, $"m{text}"));

        public void Delete() => Run(store.DeleteAsync(id, T0, CaseToken.Current));

        public void Update(int agent)
        {
            while (Run(store.PeekInfoAsync(id, T0, CaseToken.Current)) is { } session
                && Run(ReplaceAsync(store, Next(session, T0) with { CurrentAgent = $"a{agent}" })).Status
                    is SessionWriteStatus.Conflict)
            {
            }
        }

        public string Describe() => Run(store.PeekAsync(id, T0, CaseToken.Current)) is { } session
            ? $"{session.UserId} v{session.Version} {session.CurrentAgent} {string.Join(',', session.Messages.Select(m => $"{m.Sequence}={m.Content}"))}"
            : "none";

        // The checker's threads are its own and know no await.
        private static T Run<T>(ValueTask<T> step) => step.AsTask().GetAwaiter().GetResult();
    }

    private sealed class Model
    {
        private readonly List<string> _messages = [];
        private string? _user;
        private string? _agent;
        private int _version;
        private int _sequence;

        public void Create(int user)
        {
            if (_user is null)
            {
                Delete();
                _user = $"u{user}";
                _version = 1;
            }
        }

        public void Append(int text)
        {
            if (_user is null)
            {
                return;
            }

            _messages.Add($"{++_sequence}=m{text}");
            if (_messages.Count > Limits.MaxMessages)
            {
                _messages.RemoveAt(0);
            }
        }

        public void Update(int agent)
        {
            if (_user is not null)
            {
                _agent = $"a{agent}";
                _version++;
            }
        }

        public void Delete()
        {
            _user = _agent = null;
            _version = _sequence = 0;
            _messages.Clear();
        }

        public string Describe() => _user is null ? "none" : $"{_user} v{_version} {_agent} {string.Join(',', _messages)}";
    }
}
