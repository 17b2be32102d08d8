using Spectre.Console;

AnsiConsole.MarkupLineInterpolated($"[bold]HospitalityMemory[/]");
