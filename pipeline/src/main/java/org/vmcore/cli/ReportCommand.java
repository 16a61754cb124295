package org.vmcore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.vmcore.archive.Compression;
import org.vmcore.emit.Plugin;
import org.vmcore.pipeline.DumpRequest;
import org.vmcore.pipeline.DumpResult;
import org.vmcore.pipeline.KernelReports;
import org.vmcore.pipeline.ReportRun;
import org.vmcore.pipeline.RequestFile;
import org.vmcore.pipeline.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The report itself. */
@Command(
    name = "vmcore-report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Writes the sosreport of a machine that crashed, from its kernel's memory alone.%n",
    synopsisHeading = "Usage: ",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "What follows -- goes to Beam: -- --runner=FlinkRunner --flinkMaster=host:8081",
      "",
      "Examples:",
      "  one dump, archive in the current folder:",
      "    vmcore-report --vmcore vmcore --vmlinux vmlinux",
      "  many dumps, listed in a file with the columns dump, vmlinux, label:",
      "    vmcore-report --manifest dumps.csv --output reports",
      "  files of /proc alone:",
      "    vmcore-report --vmcore vmcore --vmlinux vmlinux -o vmcore_procfs",
      "  one file, from a dump or from an archive:",
      "    vmcore-report show proc/meminfo --vmcore vmcore --vmlinux vmlinux",
      "    vmcore-report show proc/meminfo sosvmcore-host-2026-11-24-010203-abcdefg.tar.xz",
      "  what dump is this?",
      "    vmcore-report info --vmcore vmcore",
      "",
      "Standard output is the archive's path alone. For the memory of very large machines:",
      "VMCORE_REPORT_JAVA_OPTIONS=-Xmx2g vmcore-report ...",
      "Exit codes: 0 all well, 1 a dump failed, 2 wrong usage."
    })
final class ReportCommand implements Callable<Integer> {
  private final Console console;
  private final List<String> beamArguments;

  @Mixin private DumpOptions dump;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = {
        "Many dumps: CSV with a header or JSON lines; columns dump, parts, vmlinux, debuginfo,",
        "label.",
        "Results of all go to results.jsonl in the output folder."
      })
  private Path manifest;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where archives go; made when missing. Default: the current folder.")
  private Path output = Path.of("");

  @Option(
      names = "--label",
      paramLabel = "WORD",
      description = "Becomes part of the archive's name.")
  private String label = "";

  @Option(names = "--build", description = "Leave a folder instead of an archive.")
  private boolean build;

  @Option(
      names = {"-o", "--only-plugins"},
      split = ",",
      paramLabel = "LIST",
      description = "These alone: plugins, or beginnings of paths (proc/net,sos_commands/block).")
  private List<String> only = new ArrayList<>();

  @Option(
      names = {"-n", "--skip-plugins"},
      split = ",",
      paramLabel = "LIST",
      description = "All but these.")
  private List<String> skip = new ArrayList<>();

  @Option(
      names = {"-e", "--enable-plugins"},
      split = ",",
      paramLabel = "LIST",
      description = "These too, whatever -o and -n say.")
  private List<String> enable = new ArrayList<>();

  @Option(
      names = "--experimental",
      description = "Also what is marked experimental; this version has nothing of the kind.")
  boolean experimental;

  @Option(
      names = {"-l", "--list-plugins"},
      description = "List the plugins and stop.")
  private boolean listPlugins;

  @Option(
      names = "--tmp-dir",
      paramLabel = "DIR",
      description =
          "Where pieces wait until their archive is written; about the archive's size. Default:"
              + " the output folder.")
  private Path temporary;

  @Option(
      names = "--compression-type",
      paramLabel = "TYPE",
      description = "xz, gzip or none. Default: xz.")
  private String compressionType = "xz";

  @Option(names = "--quiet", description = "No progress, no remarks; errors only.")
  private boolean quiet;

  ReportCommand(Console console, List<String> beamArguments) {
    this.console = console;
    this.beamArguments = beamArguments;
  }

  @Override
  public Integer call() {
    if (listPlugins) {
      for (Plugin plugin : Plugin.values()) {
        console.answer(pad(plugin.pluginName()) + plugin.about());
      }
      return Main.OK;
    }
    Logging.configure(dump.verbose);
    checkSelection();
    List<DumpRequest> requests = requests();
    Path folder = output.toAbsolutePath().normalize();
    Path spool =
        (temporary == null ? folder : temporary.toAbsolutePath())
            .resolve(".vmcore-report-" + UUID.randomUUID());
    Target target =
        new Target(folder.toString(), spool.toString(), compression(), build, Version.number());
    Path results = (manifest == null ? spool : folder).resolve("results.jsonl");
    KernelReports reports = dump.reports(chosen(only, enable), left(skip, enable));
    return told(run(reports, target).run(requests, results, this::progress));
  }

  private ReportRun run(KernelReports reports, Target target) {
    try {
      return new ReportRun(reports, target, beamArguments);
    } catch (IllegalArgumentException e) {
      throw new UsageFault("Beam does not understand: " + e.getMessage(), "see what follows --");
    }
  }

  private static String pad(String name) {
    return name + " ".repeat(Math.max(1, 18 - name.length()));
  }

  private List<DumpRequest> requests() {
    if (manifest != null && !dump.vmcore.isEmpty()) {
      throw new UsageFault("--vmcore and --manifest exclude each other", "give one of them");
    }
    if (manifest != null && dump.vmcoreInfo != null) {
      throw new UsageFault(
          "--vmcoreinfo and --manifest exclude each other", "it is the text of one dump's kernel");
    }
    if (manifest != null) {
      return RequestFile.read(manifest).stream().map(this::withDefaults).toList();
    }
    if (dump.vmcore.isEmpty()) {
      throw new UsageFault("no dump is named", "give --vmcore FILE --vmlinux FILE, or see --help");
    }
    return List.of(dump.request(label));
  }

  /** What a row of the manifest leaves open, the command line says for all. */
  private DumpRequest withDefaults(DumpRequest row) {
    List<String> folders = new ArrayList<>(row.debugInfoFolders());
    dump.debugInfoFolders.forEach(folder -> folders.add(folder.toString()));
    return new DumpRequest(
        row.id(),
        row.dump(),
        row.parts(),
        row.vmlinux().isEmpty() && dump.vmlinux != null ? dump.vmlinux.toString() : row.vmlinux(),
        folders,
        row.label().isEmpty() ? label : row.label());
  }

  private Compression compression() {
    return Arrays.stream(Compression.values())
        .filter(way -> way.word().equals(compressionType))
        .findFirst()
        .orElseThrow(
            () -> new UsageFault("no compression type " + compressionType, "xz, gzip or none"));
  }

  private void checkSelection() {
    var emitters = KernelReports.registry().emitters();
    Stream.of(only, skip, enable)
        .flatMap(List::stream)
        .filter(
            name ->
                Arrays.stream(Plugin.values()).noneMatch(p -> p.pluginName().equals(name))
                    && emitters.stream().noneMatch(e -> e.path().toString().startsWith(name)))
        .findFirst()
        .ifPresent(
            name -> {
              throw new UsageFault(
                  "nothing is called " + name, "-l lists plugins, emitters lists paths");
            });
  }

  private static List<String> chosen(List<String> only, List<String> enable) {
    return only.isEmpty() ? only : Stream.concat(only.stream(), enable.stream()).toList();
  }

  private static List<String> left(List<String> skip, List<String> enable) {
    return skip.stream().filter(name -> !enable.contains(name)).toList();
  }

  private void progress(long written, long planned) {
    if (!quiet) {
      console.progress(planned == 0 ? "opening ..." : "writing " + written * 100 / planned + " %");
    }
  }

  private int told(List<DumpResult> results) {
    console.endProgress();
    boolean failed = false;
    for (DumpResult result : results) {
      if (result.isFailure()) {
        failed = true;
        console.say("vmcore-report: " + result.failure());
      } else {
        console.answer(result.archive());
        if (!quiet) {
          String dumpName = result.request().dump();
          result
              .warnings()
              .forEach(warning -> console.say("vmcore-report: " + dumpName + ": " + warning));
        }
        if (dump.verbose) {
          console.say(
              result.sizeBytes() + " bytes, sha256 " + result.sha256() + ", " + result.files());
        }
      }
    }
    return failed ? Main.FAILED : Main.OK;
  }
}
