using HospitalityMemory.ConsoleSample.CommandLine;
using HospitalityMemory.ConsoleSample.Commands;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Drawing;

/// <summary>Draws the output of a run as a picture, if <c>--record</c> asks for one.</summary>
internal sealed class Recording : IDisposable
{
    private readonly Recorder? _recorder;
    private readonly string _path;

    private Recording(IAnsiConsole console, string? path)
    {
        _path = path ?? "";
        _recorder = path is null ? null : new Recorder(console);
        Console = _recorder ?? console;
    }

    /// <summary>The console to which the run writes.</summary>
    public IAnsiConsole Console { get; }

    public static Recording Begin(StoreSettings settings, IAnsiConsole console) => settings switch
    {
        { RecordPath: null } => new(console, path: null),
        { IsJson: true } => throw UserErrorException.Usage("--record draws no JSON; leave it out."),
        { RecordPath: var path } => new(console, path),
    };

    /// <summary>Writes the picture of a run that succeeded.</summary>
    public void End()
    {
        if (_recorder is null)
        {
            return;
        }

        try
        {
            File.WriteAllText(_path, _recorder.Export(new SvgEncoder()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"{_path} cannot be written. {exception.Message} Choose another file with --record FILE.");
        }
    }

    public void Dispose() => _recorder?.Dispose();
}
