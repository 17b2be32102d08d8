using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HospitalityMemory.Evaluation;

/// <summary>The arguments of the command line.</summary>
internal sealed record EvaluationArguments(string Data, string Learner, string Out, string? Plots, int? Respell)
{
    public static IReadOnlyList<string> Learners { get; } = ["adaptive", "frequency"];

    /// <param name="args">The command line.</param>
    /// <param name="arguments">The parsed arguments.</param>
    /// <param name="problem">What is wrong with the command line; null where help was requested.</param>
    public static bool TryParse(string[] args, [NotNullWhen(true)] out EvaluationArguments? arguments, out string? problem)
    {
        arguments = null;
        problem = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is "--help" or "-h")
            {
                return false;
            }

            if (args[i] is not ("--data" or "--learner" or "--out" or "--plots" or "--respell"))
            {
                problem = $"There is no option {args[i]}.";
                return false;
            }

            if (i + 1 == args.Length)
            {
                problem = $"{args[i]} needs a value.";
                return false;
            }

            values[args[i]] = args[i + 1];
        }

        foreach (var required in new[] { "--data", "--learner", "--out" })
        {
            if (!values.ContainsKey(required))
            {
                problem = $"{required} is missing.";
                return false;
            }
        }

        if (!Learners.Contains(values["--learner"]))
        {
            problem = $"--learner is '{values["--learner"]}'; it must be {string.Join(" or ", Learners)}.";
            return false;
        }

        int? respell = null;
        if (values.TryGetValue("--respell", out var seed))
        {
            if (!int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                problem = $"--respell is '{seed}'; it must be a whole number.";
                return false;
            }

            respell = number;
        }

        arguments = new(values["--data"], values["--learner"], values["--out"], values.GetValueOrDefault("--plots"), respell);
        return true;
    }
}
