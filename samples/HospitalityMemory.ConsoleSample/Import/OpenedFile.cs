using HospitalityMemory.ConsoleSample.Commands;
using HospitalityMemory.Import;
using Spectre.Console;

namespace HospitalityMemory.ConsoleSample.Import;

/// <summary>Opens a file. If the import needs answers first, asks for them in terms of this program's options.</summary>
internal static class OpenedFile
{
    public static async Task<BookingFileReader> OpenAsync(ImportArguments arguments, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var path = arguments.Path;
        try
        {
            var file = BookingFile.At(path);
            return console.CanRedraw()
                ? await console.Status().StartAsync("Looking at the file", _ => BookingFileReader.OpenAsync(file, arguments.Options, cancellationToken).AsTask())
                : await BookingFileReader.OpenAsync(file, arguments.Options, cancellationToken);
        }
        catch (ImportQuestionException exception)
        {
            throw new UserErrorException($"Before {path} can be imported, something has to be said:{Environment.NewLine}{string.Join(Environment.NewLine, exception.Questions.Select(Words))}");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"There is no file {path}.");
        }
        catch (InvalidDataException exception)
        {
            throw new UserErrorException($"{path} cannot be imported. {exception.Message}");
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw UserErrorException.Usage(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UserErrorException($"{path} cannot be read. {exception.Message}");
        }
    }

    /// <summary>A question with the command line options that answer it.</summary>
    private static string Words(ImportQuestion question) => question.Setting switch
    {
        "fields" => $"- {question.Problem} Say --map {question.Field}=COLUMN{(question.Field is ImportFields.City ? " or --set city=NAME" : "")}"
            + (question.Choices.Count is 0 ? "." : $"; the columns are {string.Join(", ", question.Choices)}."),
        var setting => $"- {question.Problem} Say {string.Join(" or ", question.Choices.Select(choice => $"--{setting} {choice}"))}.",
    };
}
