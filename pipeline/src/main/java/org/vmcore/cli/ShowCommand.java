package org.vmcore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.vmcore.archive.ArchiveReader;
import org.vmcore.emit.EmittedFile;
import org.vmcore.emit.Outcome;
import org.vmcore.io.UnreadableFile;
import org.vmcore.model.Program;
import org.vmcore.pipeline.SingleFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One file of a report. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Write one file of the report to standard output: from a dump, or an archive.")
final class ShowCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "PATH", description = "As in the archive: proc/meminfo.")
  private String path;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ARCHIVE",
      description = "A finished archive instead of --vmcore.")
  private Path archive;

  @Mixin private DumpOptions dump;

  ShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String plain = path.replaceFirst("^(\\./|/)+", "");
    if (archive != null) {
      return fromArchive(plain);
    }
    if (dump.vmcore.isEmpty()) {
      throw new UsageFault("neither dump nor archive is named", "give --vmcore FILE or an archive");
    }
    return fromDump(plain);
  }

  private int fromArchive(String plain) {
    try {
      byte[] body =
          new ArchiveReader(archive)
              .file(plain)
              .orElseThrow(() -> missing(plain, archive.toString()));
      console.answer(body);
      return Main.OK;
    } catch (NoSuchFileException e) {
      throw new UnreadableFile("no such file", archive.toString(), "check the path", e);
    } catch (IOException e) {
      throw new UnreadableFile(
          "cannot be read: " + e.getMessage(), archive.toString(), "is it a whole archive?", e);
    }
  }

  private int fromDump(String plain) {
    Program kernel = dump.reports(List.of(), List.of()).program(dump.request(""));
    EmittedFile file =
        new SingleFiles(kernel, dump.options().budgetFactor())
            .file(plain)
            .orElseThrow(() -> missing(plain, dump.vmcore.get(0).toString()));
    console.answer(file.linkTarget().map(t -> (t + "\n").getBytes(UTF_8)).orElse(file.bytes()));
    if (file.outcome().status() != Outcome.Status.OK) {
      console.say(file.outcome().status() + ": " + file.outcome().reason());
    }
    return file.outcome().status() == Outcome.Status.ABSENT ? Main.FAILED : Main.OK;
  }

  private static UnreadableFile missing(String plain, String where) {
    return new UnreadableFile("has no file " + plain, where, "ls lists them", null);
  }
}
