package org.vmcore.emit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.kernel.recovery.RecoveredSymbols;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;

/**
 * Writes files of a dump's report into a directory, for those who work on emitters: vmcore, vmlinux
 * (- for none), directory, starts of paths.
 */
@WritesToConsole
final class EmitToDirectory {
  private static final int SLOWEST = 100;

  private final Path directory;
  private final PrintStream console = System.out;
  private final List<EmittedFile> all = new ArrayList<>();

  private EmitToDirectory(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) {
    // Colon-separated folders with debug information of modules.
    DebugFolders folders =
        DebugFolders.of(
            Stream.of(System.getProperty("debuginfo", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList());
    Kernels kernels =
        Kernels.withModules(LoadedModules.withFiles(folders))
            .recovering(RecoveredSymbols.rounds())
            .withFolders(folders);
    List<Path> vmcore = List.of(Path.of(arguments[0]));
    Program kernel =
        arguments[1].equals("-")
            ? kernels.open(vmcore)
            : kernels.open(vmcore, Path.of(arguments[1]));
    Set<String> only = new TreeSet<>(List.of(arguments).subList(3, arguments.length));
    ReportPlan plan =
        ReportPlan.of(
            kernel,
            Registry.load(EmitToDirectory.class.getClassLoader()),
            new Selection(only, Set.of()));
    EmitToDirectory runner = new EmitToDirectory(Path.of(arguments[2]));
    plan.absent().forEach(runner::take);
    new Emission(kernel, plan).emit(new ShardRange(0, plan.size()), runner::take);
    runner.summary();
  }

  private void take(EmittedFile file) {
    all.add(file);
    if (file.outcome().status() != Outcome.Status.OK) {
      console.println(file.outcome().status() + " " + file.path() + ": " + file.outcome().reason());
    }
    if (file.outcome().status() != Outcome.Status.ABSENT && !file.path().contains("{")) {
      write(file);
    }
  }

  private void write(EmittedFile file) {
    Path path = directory.resolve(file.path());
    byte[] text =
        file.linkTarget()
            .map(target -> target.getBytes(StandardCharsets.ISO_8859_1))
            .orElse(file.bytes());
    try {
      Files.createDirectories(path.getParent());
      Files.write(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void summary() {
    console.println(all.size() + " files; milliseconds by plugin:");
    all.stream()
        .filter(file -> file.outcome().status() != Outcome.Status.ABSENT)
        .collect(
            groupingBy(
                file -> Plugin.of(file.path()).pluginName(), summingLong(EmittedFile::durationNs)))
        .forEach((plugin, ns) -> console.println(ns / 1_000_000 + "\t" + plugin));
    console.println("the slowest emitters: milliseconds, files, reads");
    Map<String, List<EmittedFile>> byEmitter =
        all.stream().collect(groupingBy(EmittedFile::emitter));
    byEmitter.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -durationNs(entry.getValue())))
        .limit(SLOWEST)
        .forEach(
            entry ->
                console.println(
                    durationNs(entry.getValue()) / 1_000_000
                        + "\t"
                        + entry.getValue().size()
                        + "\t"
                        + entry.getValue().stream().mapToLong(EmittedFile::nrReads).sum()
                        + "\t"
                        + entry.getKey()));
  }

  private static long durationNs(List<EmittedFile> files) {
    return files.stream().mapToLong(EmittedFile::durationNs).sum();
  }
}
