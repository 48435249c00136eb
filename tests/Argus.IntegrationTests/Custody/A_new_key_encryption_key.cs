using System.Text;
using Argus.IntegrationTests.Embedded;
using Argus.IntegrationTests.Http.Driving;
using Argus.IntegrationTests.Postgres;
using Argus.IntegrationTests.QuickStart;
using Npgsql;

namespace Argus.IntegrationTests.Custody;

/// <summary>Two nodes share a key file; tokens are asked for throughout.</summary>
public class A_new_key_encryption_key(TestPostgres postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task takes_the_place_of_the_old_one_without_a_refused_token_and_the_log_line_says_when()
    {
        var directory = ScratchDirectory.Create("argus-new-kek-");
        var keyFile = Path.Combine(directory, "kek");
        var settings = new NodeSettings
        {
            ConnectionString = await postgres.NewDatabaseAsync(),
            Provisioning = Deployment.Provisioning,
            Directory = directory,
            PublicUrl = new Uri("http://localhost:5080"),
        };
        await using var database = NpgsqlDataSource.Create(settings.ConnectionString);
        await using (var first = await TestNode.StartAsync(settings))
        await using (var second = await TestNode.StartAsync(settings))
        {
            var over = false;
            var clients = new[] { first, second }.Select(node => Task.Run(
                async () =>
                {
                    for (; !Volatile.Read(ref over); await Task.Delay(5, Cancellation))
                        Assert.Equal(200, (await node.TokenAsync(Deployment.Acme, Known.Billing)).Status);
                },
                Cancellation)).ToArray();

            await Shell.RunAsync($"cd {directory} && {await The_line_that_rotates_a_key_file.LineAsync()}");
            var id = IdOf((await File.ReadAllLinesAsync(keyFile, Cancellation))[0]);

            foreach (var node in new[] { first, second })
                await Eventually.Holds("the node says that all are wrapped anew", TimeSpan.FromSeconds(60), () => SaysDone(node, id));
            Assert.Empty(await OthersAsync(database, id));
            foreach (var tenant in new[] { "system", "main", "acme", "beta" })
                Assert.Contains($"\"wrapping_key\":\"{id}\"", await RewrappingsAsync(first, tenant), StringComparison.Ordinal);
            Volatile.Write(ref over, true);
            await Task.WhenAll(clients);
        }

        await Shell.RunAsync($"cd {directory} && sed -i 2d kek");
        await using (var node = await TestNode.StartAsync(settings))
        {
            Assert.Single(await File.ReadAllLinesAsync(keyFile, Cancellation));
            foreach (var tenant in new[] { "", Deployment.Acme, Deployment.Beta })
                Assert.Equal(200, (await node.TokenAsync(tenant, Known.Billing)).Status);
        }

        Directory.Delete(directory, recursive: true);
    }

    private static string IdOf(string line) => new Authority.Keys.KeyEncryptionKey(Convert.FromBase64String(line)).Id;

    private static bool SaysDone(TestNode node, string id) => node.Log.Lines.Any(line =>
        line.Contains("[131]", StringComparison.Ordinal) && line.Contains($"wrapped by its key-encryption key {id}", StringComparison.Ordinal));

    /// <summary>The keys that another key-encryption key wraps. A wrapped key begins with its format, 2, and eight bytes of the wrapping key's name.</summary>
    private static async Task<IReadOnlyList<string>> OthersAsync(NpgsqlDataSource database, string id)
    {
        await using var select = database.CreateCommand("select tenant || '/' || kid from argus.private_keys where encode(substr(handle, 1, 9), 'hex') <> $1");
        select.Parameters.Add(new() { Value = "02" + id });
        await using var reader = await select.ExecuteReaderAsync(Cancellation);
        var others = new List<string>();
        while (await reader.ReadAsync(Cancellation))
            others.Add(reader.GetString(0));
        return others;
    }

    private static async Task<string> RewrappingsAsync(TestNode node, string tenant)
    {
        var entries = new StringBuilder();
        await foreach (var entry in node.Events.ReadAsync(tenant, 0, Cancellation))
        {
            if (Encoding.UTF8.GetString(entry.Bytes.Span) is var text && text.Contains("\"type\":\"key.private_key_rewrapped\"", StringComparison.Ordinal))
                entries.AppendLine(text);
        }

        return entries.ToString();
    }
}
