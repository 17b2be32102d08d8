using Spectre.Console;
using Spectre.Console.Rendering;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>How many rows are processed in a second.</summary>
internal sealed class RowsPerSecondColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.Speed is { } speed ? $"{speed:N0} rows/s" : "", "grey");
}
