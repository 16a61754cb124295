package org.vmcore.cli;

import java.util.concurrent.Callable;
import org.vmcore.emit.Emitter;
import org.vmcore.pipeline.KernelReports;
import picocli.CommandLine.Command;

/** The catalogue of files. */
@Command(
    name = "emitters",
    mixinStandardHelpOptions = true,
    description = {
      "List all files that a report can have.",
      "",
      "Columns, separated by tabs: path, emitter, plugin, and what the kernel must have for the"
          + " file to exist."
    })
final class EmittersCommand implements Callable<Integer> {
  private final Console console;

  EmittersCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    for (Emitter emitter : KernelReports.registry().emitters()) {
      console.row(
          emitter.path().toString(),
          emitter.id(),
          emitter.plugin().pluginName(),
          emitter.needs().isEmpty() ? "-" : String.join(", ", emitter.needs()));
    }
    return Main.OK;
  }
}
