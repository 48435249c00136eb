using System.Text;
using Npgsql;

namespace Argus.IntegrationTests.PersonalData;

/// <summary>Looks for texts in everything that a database is, as its superuser.</summary>
internal sealed class Traces(string connectionString, IReadOnlyList<string> texts)
{
    private readonly byte[][] _needles = [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Which of the texts stand in these bytes.</summary>
    public IEnumerable<string> In(ReadOnlySpan<byte> bytes)
    {
        var found = new List<string>();
        for (var i = 0; i < _needles.Length; i++)
        {
            if (bytes.IndexOf(_needles[i]) >= 0)
                found.Add(texts[i]);
        }

        return found;
    }

    public IEnumerable<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    /// <summary>Every value of every row of every table, with what is binary as it is.</summary>
    /// <returns>What was found, with the table and the column; and how many rows were looked at.</returns>
    public async Task<(List<string> Found, long Rows)> InTablesAsync()
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancellation);
        var (found, rows) = (new List<string>(), 0L);
        foreach (var table in await ListAsync(connection, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
        {
            await using var command = new NpgsqlCommand($"select * from {table}", connection) { AllResultTypesAreUnknown = false };
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            while (await reader.ReadAsync(Cancellation))
            {
                rows++;
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    if (!reader.IsDBNull(i))
                        found.AddRange((reader.GetValue(i) is byte[] bytes ? In(bytes) : In(reader.GetValue(i).ToString()!)).Select(text => $"{table}.{reader.GetName(i)}: {text}"));
                }
            }
        }

        return (found, rows);
    }

    /// <summary>The database's own files, and the write-ahead log that all databases of the server share: what pages held once and do no more included.</summary>
    public async Task<(List<string> Found, long Bytes)> InFilesAsync()
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancellation);
        await using (var checkpoint = new NpgsqlCommand("checkpoint", connection))
            await checkpoint.ExecuteNonQueryAsync(Cancellation);
        var data = (await ListAsync(connection, "select setting from pg_settings where name = 'data_directory'"))[0];
        var database = (await ListAsync(connection, "select oid::text from pg_database where datname = current_database()"))[0];
        var (found, bytes) = (new List<string>(), 0L);
        foreach (var file in new[] { Path.Combine(data, "base", database), Path.Combine(data, "pg_wal") }.SelectMany(Directory.GetFiles))
        {
            try
            {
                var content = await File.ReadAllBytesAsync(file, Cancellation);
                bytes += content.Length;
                found.AddRange(In(content).Select(text => $"{file}: {text}"));
            }
            catch (FileNotFoundException)
            {
                // Other databases of the server go on: a segment was used again under another name.
            }
        }

        return (found, bytes);
    }

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancellation))
            rows.Add(reader.GetString(0));
        return rows;
    }
}
