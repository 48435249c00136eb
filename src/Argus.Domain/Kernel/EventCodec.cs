using System.Buffers;
using System.Text.Json;
using Argus.Domain.PersonalData;

namespace Argus.Domain.Kernel;

/// <summary>An event as the log takes it: its stable name and version, and its members as canonical JSON.</summary>
public readonly record struct EncodedEvent(string Type, int TypeVersion, bool Standing, ReadOnlyMemory<byte> Body);

/// <summary>An event as it was read back, with the envelope around it.</summary>
public sealed record RecordedEvent(
    string Tenant, long Position, string Stream, long StreamVersion, DateTimeOffset Time, string Actor, string CorrelationId, IDomainEvent Event);

/// <summary>The entry cannot be read: unknown type, or bytes that are not an envelope. A reader must stop, for it can no longer know the state.</summary>
public sealed class UnreadableEventException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Events to canonical bytes (RFC 8785) and back. docs/audit-log-format.md describes the envelope.</summary>
public static class EventCodec
{
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    /// <summary>The members of the envelope that come from the decision: <c>actor</c>, <c>context</c>, <c>correlation_id</c>, <c>data</c>.</summary>
    /// <param name="event">What happened.</param>
    /// <param name="origin">Who caused it. Where they sit, it says in clear; the log does not.</param>
    /// <param name="context">Where they sit, sealed; null leaves it out.</param>
    public static EncodedEvent Encode(IDomainEvent @event, Origin origin, Sealed? context = null)
    {
        var type = EventCatalog.Of(@event);
        var (buffer, json) = _writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset();

        json.WriteStartObject();
        json.WriteString("actor"u8, origin.Actor);
        json.WriteStartObject("context"u8);
        if (context is not null)
        {
            json.WriteString("key"u8, context.Key);
            json.WriteString("sealed"u8, context.Text);
        }

        json.WriteEndObject();
        json.WriteString("correlation_id"u8, origin.CorrelationId);
        json.WritePropertyName("data"u8);
        type.Write(json, @event);
        json.WriteEndObject();
        json.Flush();

        return new EncodedEvent(type.Name, type.Version, type.Standing, buffer.WrittenSpan.ToArray());
    }

    /// <exception cref="UnreadableEventException"/>
    public static RecordedEvent Decode(ReadOnlySpan<byte> entry)
    {
        try
        {
            var envelope = ReadEnvelope(entry);
            var type = EventCatalog.Named(envelope.Type, envelope.TypeVersion);
            var @event = type.Read(entry[envelope.DataStart..envelope.DataEnd]);
            return new RecordedEvent(
                envelope.Tenant, envelope.Position, envelope.Stream, envelope.StreamVersion, envelope.Time, envelope.Actor, envelope.CorrelationId, @event);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new UnreadableEventException("An entry of the log is not an event envelope.", e);
        }
    }

    private static Envelope ReadEnvelope(ReadOnlySpan<byte> entry)
    {
        var reader = new Utf8JsonReader(entry);
        var envelope = new Envelope { Position = -1, StreamVersion = -1 };
        reader.Read();
        ReadOnlySpan<byte> last = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // In the canonical order (RFC 8785 §3.2.3), and so none twice: of two, other programs may believe the other.
            if (reader.ValueIsEscaped || reader.ValueSpan.SequenceCompareTo(last) <= 0)
                throw new JsonException("The members are not in order, or one stands twice.");
            last = reader.ValueSpan;
            if (reader.ValueTextEquals("actor"u8)) envelope.Actor = Recurring(ref reader);
            else if (reader.ValueTextEquals("correlation_id"u8)) envelope.CorrelationId = Text(ref reader);
            else if (reader.ValueTextEquals("data"u8)) ReadData(ref reader, ref envelope);
            else if (reader.ValueTextEquals("position"u8)) envelope.Position = Number(ref reader);
            else if (reader.ValueTextEquals("stream"u8)) envelope.Stream = Text(ref reader);
            else if (reader.ValueTextEquals("stream_version"u8)) envelope.StreamVersion = Number(ref reader);
            else if (reader.ValueTextEquals("tenant"u8)) envelope.Tenant = Recurring(ref reader);
            else if (reader.ValueTextEquals("time"u8)) envelope.Time = Time(ref reader);
            else if (reader.ValueTextEquals("type"u8)) envelope.Type = Recurring(ref reader);
            else if (reader.ValueTextEquals("type_version"u8)) envelope.TypeVersion = checked((int)Number(ref reader));
            else if (reader.ValueTextEquals("context"u8)) envelope.HasContext = reader.TrySkip();
            else throw new JsonException($"Unknown member {reader.GetString()}.");
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.Read())
            throw new JsonException("Not one object.");
        if (envelope is not { Actor: not null, HasContext: true, CorrelationId: not null, DataEnd: > 0, Position: >= 0, Stream: not null, StreamVersion: >= 0 }
            || envelope is not { Tenant: not null, Type: not null } || envelope.Time == default)
            throw new JsonException("A member is missing.");
        return envelope;
    }

    private static void ReadData(ref Utf8JsonReader reader, ref Envelope envelope)
    {
        reader.Read();
        envelope.DataStart = (int)reader.TokenStartIndex;
        reader.Skip();
        envelope.DataEnd = (int)reader.BytesConsumed;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() ?? throw new JsonException("A member is null.");
    }

    private static string Recurring(ref Utf8JsonReader reader)
    {
        reader.Read();
        return RecurringText.Read(ref reader) ?? throw new JsonException("A member is null.");
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static DateTimeOffset Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDateTimeOffset();
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = CanonicalEncoder.Instance, SkipValidation = true }));
    }

    private struct Envelope
    {
        public string Actor, CorrelationId, Stream, Tenant, Type;
        public long Position, StreamVersion;
        public int TypeVersion, DataStart, DataEnd;
        public bool HasContext;
        public DateTimeOffset Time;
    }
}
