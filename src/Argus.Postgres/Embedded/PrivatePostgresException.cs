namespace Argus.Postgres.Embedded;

/// <summary>The private PostgreSQL cannot be used; the message is one line that says what to do.</summary>
public sealed class PrivatePostgresException : Exception
{
    public PrivatePostgresException(string message)
        : base(message) { }

    public PrivatePostgresException(string message, Exception inner)
        : base(message, inner) { }
}
