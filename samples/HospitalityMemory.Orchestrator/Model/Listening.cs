using System.Text.Json;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>What every agent does first: it keeps what the guest said, and only then answers.</summary>
internal static class Listening
{
    /// <summary>The next thing to keep; null if everything is kept.</summary>
    public static Step? Next(Turn turn, Understood said)
    {
        var remembered = turn.Calls(ToolNames.RememberWish);
        if (remembered < said.Wishes.Count && turn.Has(ToolNames.RememberWish))
        {
            var wish = said.Wishes[remembered];
            return new Step.Call(ToolNames.RememberWish, new Dictionary<string, object?>
            {
                ["kind"] = wish.Kind,
                ["value"] = wish.Value,
                ["avoid"] = wish.Avoid,
            });
        }

        return said.HasStay && turn.Calls(ToolNames.SetSlots) is 0 && turn.Has(ToolNames.SetSlots)
            ? new Step.Call(ToolNames.SetSlots, SlotArguments.Of(said, turn.Calls(ToolNames.StartNewTrip) > 0 ? new() : turn.Told))
            : null;
    }

    /// <summary>What was refused, in the memory's own words; "" if nothing was.</summary>
    public static string Refusals(Turn turn)
    {
        if (turn.Answer(ToolNames.SetSlots) is not { } answer || !answer.TryGetProperty("refused", out var refused))
        {
            return "";
        }

        var lines = refused.EnumerateArray().Select(static error => $"I could not take {Field(Text(error, "field"))}: it {Text(error, "problem").TrimEnd('.')}.");
        return string.Join(' ', lines) + " ";
    }

    /// <summary>Tells the guest what was remembered; "" if nothing was.</summary>
    public static string Acknowledged(Understood said) => said.Wishes is [] ? "" : "I will remember: " + Wishes(said.Wishes) + ". ";

    public static string Wishes(IEnumerable<SaidWish> wishes)
    {
        var all = wishes.ToList();
        var liked = all.Where(wish => !wish.Avoid).Select(wish => wish.Value).ToList();
        var spared = all.Where(wish => wish.Avoid).Select(wish => wish.Value).ToList();
        return string.Join("; ", new[]
        {
            liked is [] ? null : "you like " + Words.List(liked),
            spared is [] ? null : "you would rather have no " + Words.List(spared),
        }.OfType<string>());
    }

    private static string Field(string name) => name switch
    {
        SlotArguments.CheckIn => "the day of arrival",
        SlotArguments.CheckOut => "the day of departure",
        SlotArguments.Guests => "the number of guests",
        SlotArguments.City => "the city",
        SlotArguments.Budget or SlotArguments.Currency => "the budget",
        _ => "a wish",
    };

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
