package org.vmcore.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vmcore.archive.ArchiveReader;
import org.vmcore.io.UnreadableFile;
import org.vmcore.pipeline.SingleFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The files of a report. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    description = "List the files of the report of a dump, or of an archive, one on a line.")
final class ListCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ARCHIVE",
      description = "A finished archive instead of --vmcore.")
  private Path archive;

  @Mixin private DumpOptions dump;

  ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    paths().forEach(console::answer);
    return Main.OK;
  }

  private List<String> paths() {
    if (archive == null && dump.vmcore.isEmpty()) {
      throw new UsageFault("neither dump nor archive is named", "give --vmcore FILE or an archive");
    }
    if (archive == null) {
      return new SingleFiles(
              dump.reports(List.of(), List.of()).program(dump.request("")),
              dump.options().budgetFactor())
          .paths();
    }
    try {
      return new ArchiveReader(archive).paths();
    } catch (NoSuchFileException e) {
      throw new UnreadableFile("no such file", archive.toString(), "check the path", e);
    } catch (IOException e) {
      throw new UnreadableFile(
          "cannot be read: " + e.getMessage(), archive.toString(), "is it a whole archive?", e);
    }
  }
}
