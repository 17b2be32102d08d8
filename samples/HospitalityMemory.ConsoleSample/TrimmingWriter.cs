using System.Text;

namespace HospitalityMemory.ConsoleSample;

/// <summary>Removes the spaces at the end of lines. Tables use them to fill lines up to their width.</summary>
internal sealed class TrimmingWriter(TextWriter writer) : TextWriter
{
    private int _spaces;

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value)
    {
        if (value is ' ')
        {
            _spaces++;
            return;
        }

        if (value is not ('\r' or '\n'))
        {
            writer.Write(new string(' ', _spaces));
        }

        _spaces = 0;
        writer.Write(value);
    }

    public override void Flush() => writer.Flush();
}
