namespace HospitalityMemory.Orchestrator;

/// <summary>The sample's own settings. The library's settings stand in the section <c>HospitalityMemory</c>.</summary>
internal sealed class OrchestratorOptions
{
    public ModelOptions Model { get; set; } = new();

    public StoreOptions Stores { get; set; } = new();

    public TokenOptions Tokens { get; set; } = new();

    public LimitOptions Limits { get; set; } = new();

    /// <summary>The model that speaks. Without an endpoint, rules of the sample speak instead of a model.</summary>
    internal sealed class ModelOptions
    {
        /// <summary>An OpenAI-compatible address, such as <c>http://localhost:11434/v1</c>.</summary>
        public Uri? Endpoint { get; set; }

        public string? Name { get; set; }

        public string? ApiKey { get; set; }
    }

    /// <summary>Where the memory is kept.</summary>
    internal sealed class StoreOptions
    {
        /// <summary>The folder of the SQLite file and of the keys that sign the cookies, relative to the content root.</summary>
        public string Folder { get; set; } = "data";

        /// <summary><c>sqlite</c>, <c>redis</c> or <c>memory</c>.</summary>
        public string Sessions { get; set; } = "sqlite";

        /// <summary><c>sqlite</c>, <c>firestore</c> or <c>memory</c>.</summary>
        public string Profiles { get; set; } = "sqlite";
    }

    /// <summary>Bearer tokens, for callers that keep no cookie.</summary>
    internal sealed class TokenOptions
    {
        public const int LeastKeyLength = 32;

        /// <summary>
        /// The key that signs the tokens, at least 32 characters. Without one the process makes a key that ends with the process.
        /// </summary>
        public string? Key { get; set; }

        public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);
    }

    /// <summary>The limits of a request.</summary>
    internal sealed class LimitOptions
    {
        public int MessageLength { get; set; } = 2_000;

        public int BodyBytes { get; set; } = 16_384;
    }

    /// <summary>What is wrong with these settings; null if nothing is.</summary>
    public string? Problem() => this switch
    {
        { Stores.Sessions: not ("sqlite" or "redis" or "memory") } => $"Stores:Sessions is '{Stores.Sessions}'; it is sqlite, redis or memory.",
        { Stores.Profiles: not ("sqlite" or "firestore" or "memory") } => $"Stores:Profiles is '{Stores.Profiles}'; it is sqlite, firestore or memory.",
        { Model: { Endpoint: not null, Name: null or "" } } => "Model:Name is not set; a Model:Endpoint needs the name of a model.",
        { Tokens.Key: { Length: < TokenOptions.LeastKeyLength } } => $"Tokens:Key is too short; it needs {TokenOptions.LeastKeyLength} characters.",
        { Tokens.Lifetime.Ticks: <= 0 } => "Tokens:Lifetime must be above zero.",
        { Limits.MessageLength: < 1 or > 100_000 } => "Limits:MessageLength is 1 to 100,000.",
        { Limits.BodyBytes: < 1_024 or > 1_048_576 } => "Limits:BodyBytes is 1,024 to 1,048,576.",
        _ => null,
    };
}
