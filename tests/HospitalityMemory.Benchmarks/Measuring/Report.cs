using System.Globalization;

namespace HospitalityMemory.Benchmarks;

/// <summary>Prints tables in Markdown, and each target with what was measured.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly List<string> _missed = [];
    private int _met;

    public void Title(string title)
    {
        output.WriteLine();
        output.WriteLine($"### {title}");
        output.WriteLine();
    }

    public void Text(string text) => output.WriteLine(text);

    public void Header(params string[] columns)
    {
        Row(columns);
        output.WriteLine($"|---{string.Concat(Enumerable.Repeat("|---:", columns.Length - 1))}|");
    }

    public void Row(params string[] cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");

    /// <summary>Prints the results of a contest. The first line is this library's; the others are compared with it.</summary>
    public void Table(IReadOnlyList<Measurement> results)
    {
        Header("", "ns", "bytes", "ours takes", "what it does not give");
        foreach (var result in results)
        {
            var ratio = result == results[0] ? "" : Ratio(results[0].Nanoseconds / result.Nanoseconds);
            Row(result.Name, Figure(result.Nanoseconds), Figure(result.Bytes), ratio, result.Remark);
        }

        output.WriteLine();
    }

    public void RatioTarget(string what, double atMost, double measured) =>
        Target(what, Ratio(atMost), Ratio(measured), measured <= atMost);

    public void FigureTarget(string what, double atMost, double measured, string unit) =>
        Target(what, $"{Figure(atMost)} {unit}", $"{Figure(measured)} {unit}", measured <= atMost);

    public void Summary()
    {
        Title($"Targets: {_met} met, {_missed.Count} missed");
        _missed.ForEach(output.WriteLine);
    }

    public static string Figure(double value) => value.ToString(value is > 0 and < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>Multiples, or a fraction for a much smaller ratio.</summary>
    public static string Ratio(double ratio) => ratio >= 0.4
        ? ratio.ToString("0.00", CultureInfo.InvariantCulture)
        : $"1/{(1 / ratio).ToString(ratio < 0.1 ? "0" : "0.0", CultureInfo.InvariantCulture)}";

    private void Target(string what, string atMost, string measured, bool isMet)
    {
        var line = $"- {(isMet ? "met" : "**missed**")}: {what}: {measured} (at most {atMost})";
        output.WriteLine(line);
        if (isMet)
        {
            _met++;
        }
        else
        {
            _missed.Add(line);
        }
    }
}
