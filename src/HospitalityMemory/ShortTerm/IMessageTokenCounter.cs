namespace HospitalityMemory;

/// <summary>Counts the tokens of a model that a message takes, for <see cref="ShortTermMemoryOptions.MaxMessageTokens"/>.</summary>
/// <remarks>
/// <para>Register one with <c>services.AddSingleton&lt;IMessageTokenCounter, ...&gt;()</c> before AddHospitalityMemory or after it; the
/// last one counts. For a memory with a service key use <c>AddKeyedSingleton</c> under that key. The default estimates without a
/// model's vocabulary.</para>
/// <para>It is called once for each message, when the message is added or replaced, and only if the setting is set. It must be thread safe
/// and quick.</para>
/// </remarks>
public interface IMessageTokenCounter
{
    /// <summary>Counts a message's tokens.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The tokens, at least 0.</returns>
    int CountTokens(SessionMessage message);
}

/// <summary>
/// Estimates the tokens: four ASCII characters, or one and a half other characters, are a token, and each message has four tokens
/// around it. A payload that is longer than the text counts in its place, as a model gets the payload.
/// </summary>
internal sealed class EstimatedTokenCounter : IMessageTokenCounter
{
    private const int Frame = 4;

    public int CountTokens(SessionMessage message)
    {
        var text = Text(message.Content);
        return Frame + Math.Max(text, (message.RawPayload?.Utf8.Length ?? 0) / 4);
    }

    private static int Text(string text)
    {
        var ascii = 0;
        foreach (var unit in text)
        {
            ascii += char.IsAscii(unit) ? 1 : 0;
        }

        return (int)Math.Ceiling((ascii / 4.0) + ((text.Length - ascii) / 1.5));
    }
}
