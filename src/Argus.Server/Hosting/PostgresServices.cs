using Argus.Authority.Archive;
using Argus.Authority.Audit;
using Argus.Authority.Checkpoints;
using Argus.Authority.Keys;
using Argus.Authority.PersonalData;
using Argus.Authority.Replay;
using Argus.Log;
using Argus.Log.Checkpoints;
using Argus.Postgres;
using Argus.Postgres.Log;
using Argus.Postgres.Windows;

namespace Argus.Server.Hosting;

/// <summary>The ports that PostgreSQL answers.</summary>
internal static class PostgresServices
{
    public static IServiceCollection AddPostgres(this IServiceCollection services, ArgusDatabase database, TimeSpan archiveWindow) =>
        services
            .AddSingleton(database)
            .AddSingleton<PostgresEventLog>()
            .AddSingleton<IEventLog>(provider => provider.GetRequiredService<PostgresEventLog>())
            .AddSingleton<IArchivedLog>(provider => provider.GetRequiredService<PostgresEventLog>())
            .AddSingleton<IStreamLabels, StreamLabels>()
            .AddSingleton<ICheckpointStore, PostgresCheckpoints>()
            .AddSingleton<IPrivateKeyStore, PrivateKeyStore>()
            .AddSingleton<IPersonalKeyStore, PersonalKeyStore>()
            .AddSingleton<IReplayCache, ReplayTable>()
            .AddSingleton<EventWindows>().AddSingleton(new WindowWidth(archiveWindow)).AddSingleton<WindowKeeper>()
            .AddSingleton<IArchiveStore, PostgresArchive>();
}
