return await Argus.Cli.ArgusCommandLine.RunAsync(args).ConfigureAwait(false);
