using HospitalityMemory.Orchestrator.Agents;

namespace HospitalityMemory.Orchestrator.Model;

/// <summary>The inquiry agent's rules: greet, keep what is said, ask for what is missing, hand over.</summary>
internal static class InquiryRules
{
    public static Step Decide(Turn turn, IReadOnlyList<string> cities)
    {
        // A bare number answers the question "how many of you".
        var said = turn.Said is { BareNumber: { } number, Guests: null } && turn.Told.Guests is null ? turn.Said with { Guests = number } : turn.Said;
        if (Listening.Next(turn, said) is { } next)
        {
            return next;
        }

        var stay = Stay.Of(turn);
        var refusals = Listening.Refusals(turn);
        if (stay.Missing is [] && refusals.Length is 0 && turn.HandOff(AgentNames.Availability) is { } handOff)
        {
            return handOff;
        }

        return new Step.Say(Greeting(turn) + Listening.Acknowledged(said) + refusals + Ask(turn, stay, cities));
    }

    private static string Greeting(Turn turn)
    {
        if (!turn.IsFirst)
        {
            return "";
        }

        var told = turn.Told;
        if (!told.IsReturning && told.Wishes is [] && told.Cities is [])
        {
            return turn.Said.IsGreeting ? "Hello! " : "";
        }

        var known = new[]
        {
            told.Wishes is [] ? null : Listening.Wishes(told.Wishes),
            told.Cities is [] ? null : $"you booked in {Words.List([.. told.Cities.Take(3)])}{(told.Types is [var type, ..] ? $", a {type}" : "")}",
        };
        return $"Welcome back! I remember: {string.Join("; ", known.OfType<string>())}. ";
    }

    private static string Ask(Turn turn, Stay stay, IReadOnlyList<string> cities)
    {
        if (stay.City is null && stay.Missing.Count < 4)
        {
            return $"I know places in {Words.List(cities)}. Which city is it to be?";
        }

        var ask = stay.Missing is [] ? "what else you wish" : Words.List(stay.Missing);
        var example = turn.IsFirst ? " Such as: Lisbon, 12 to 15 May, for two, under 150 euros." : "";
        return stay.Missing.Count is 4
            ? $"Tell me {ask}, and what a night may cost.{example}"
            : $"{Summary(stay)} Please tell me {ask}.";
    }

    private static string Summary(Stay stay) => stay switch
    {
        { City: { } city, CheckIn: { } day } => $"{city} from {Words.Day(day)}, gladly.",
        { City: { } city } => $"{city}, gladly.",
        _ => "Gladly.",
    };
}
