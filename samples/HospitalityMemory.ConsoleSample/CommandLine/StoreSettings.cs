using System.ComponentModel;
using Spectre.Console.Cli;

namespace HospitalityMemory.ConsoleSample.CommandLine;

/// <summary>The options of every command: where the memory is kept, and whether the output is also drawn as a picture.</summary>
internal class StoreSettings : CommandSettings
{
    [CommandOption("--store <STORE>")]
    [Description(
        "Where the memory is kept: sqlite:FILE, redis://HOST, firestore:PROJECT or memory. Give it twice for sessions and profiles in two "
        + "stores. By default a SQLite file of your own (see below).")]
    public string[] Stores { get; init; } = [];

    [CommandOption("--database <FILE>")]
    [Description("Short for --store sqlite:FILE.")]
    public string? Database { get; init; }

    [CommandOption("--memory")]
    [Description("Short for --store memory: all is gone at the end of the run.")]
    public bool IsInMemory { get; init; }

    [CommandOption("--record <FILE>")]
    [Description("Draws what is shown as a picture too, in the SVG file FILE.")]
    public string? RecordPath { get; init; }

    /// <summary>Whether standard output is for another program, which expects JSON and nothing else.</summary>
    public virtual bool IsJson => false;
}

/// <summary>A command that can write JSON.</summary>
internal class JsonSettings : StoreSettings
{
    [CommandOption("--json")]
    [Description("Writes one JSON document to standard output, and nothing else.")]
    public bool Json { get; init; }

    public override bool IsJson => Json;
}

/// <summary>A command about one guest.</summary>
internal class GuestSettings : StoreSettings
{
    [CommandArgument(0, "<GUEST>")]
    [Description("The guest's id.")]
    public string UserId { get; init; } = "";
}

/// <summary>The options of the export, which is always JSON.</summary>
internal sealed class ExportSettings : GuestSettings
{
    public override bool IsJson => true;
}

/// <summary>A command about one guest that can write JSON.</summary>
internal class GuestJsonSettings : JsonSettings
{
    [CommandArgument(0, "<GUEST>")]
    [Description("The guest's id.")]
    public string UserId { get; init; } = "";
}

/// <summary>The options of the explanation of a guest's preferences.</summary>
internal sealed class WhySettings : GuestJsonSettings
{
    [CommandArgument(1, "[PREFERENCE]")]
    [Description("One of the guest's preferences, such as wifi; without it all of them.")]
    public string? Preference { get; init; }

    [CommandOption("--all")]
    [Description("Shows every booking; otherwise the latest 5 of a preference.")]
    public bool ShowsAll { get; init; }
}

/// <summary>The options of the list of sessions.</summary>
internal sealed class SessionsSettings : JsonSettings
{
    [CommandArgument(0, "[GUEST]")]
    [Description("Whose; without it the open sessions of all guests, and anonymous ones.")]
    public string? UserId { get; init; }

    [CommandOption("--max <COUNT>")]
    [Description("How many at most.")]
    [DefaultValue("50")]
    public string Max { get; init; } = "";
}

/// <summary>The options of the story.</summary>
internal sealed class JourneySettings : StoreSettings
{
    [CommandOption("--chapters <FROM-TO>")]
    [Description("Shows a part of the story only, such as 6-8. All of it is done.")]
    public string? Chapters { get; init; }
}
