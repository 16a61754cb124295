package org.vmcore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.pipeline.DumpRequest;
import org.vmcore.pipeline.KernelReports;
import org.vmcore.pipeline.OpenOptions;
import org.vmcore.store.CacheFolder;
import picocli.CommandLine.Option;

/** Which dump, and where its debug information is; common to all commands that open one. */
final class DumpOptions {
  private static final int MAX_BUDGET_FACTOR = 1000;

  @Option(
      names = "--vmcore",
      paramLabel = "FILE",
      description = {
        "The crash dump: kdump-compressed (makedumpfile), ELF, LiME, AVML, VMware, s390x.",
        "Of a dump in several files, each with an option of its own; of one named alone the"
            + " others are looked for beside it."
      })
  List<Path> vmcore = new ArrayList<>();

  @Option(
      names = "--vmlinux",
      paramLabel = "FILE",
      description = {
        "The crashed kernel's vmlinux with debug information, uncompressed.",
        "Not given: searched by build-id below --debuginfo-dir, beside the dump and below"
            + " /usr/lib/debug; where there is none the kernel's own symbols and types must do."
      })
  Path vmlinux;

  @Option(
      names = "--debuginfo-dir",
      paramLabel = "DIR",
      description =
          "Where to search for debug information first, that of modules too; may be given several"
              + " times.")
  List<Path> debugInfoFolders = new ArrayList<>();

  @Option(
      names = "--vmcoreinfo",
      paramLabel = "FILE",
      description = {
        "The text of the crashed kernel's VMCOREINFO, if the dump lacks it or has a wrong one.",
        "Not given and not in the dump: the kernel is searched for in memory."
      })
  Path vmcoreInfo;

  @Option(
      names = "--force",
      description = "Go on when dump and vmlinux are of different builds. Expect nonsense.")
  boolean force;

  @Option(
      names = "--raw",
      description =
          "A dump of no known kind is memory alone, even where nothing in it proves that: then its"
              + " offsets are physical addresses.")
  boolean raw;

  @Option(
      names = "--zero-excluded",
      description = "Read zeros where the dump's level left out a page; else that is an error.")
  boolean zeroExcluded;

  @Option(
      names = "--cache-dir",
      paramLabel = "DIR",
      description = {
        "Where what was read from a vmlinux is kept, some MB for each kernel: the next dump of it"
            + " opens without reading it again. Files in it may be deleted at any time.",
        "Default: $XDG_CACHE_HOME/vmcore-report, or where the platform keeps caches."
      })
  private Path cacheFolder;

  @Option(names = "--no-cache", description = "Neither use nor fill that folder.")
  private boolean noCache;

  @Option(
      names = "--budget",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Let a report cost N times what it may, where its manifest says that its budget was spent.",
        "Default: 1, which is far more than any but a damaged kernel needs."
      })
  private int budgetFactor;

  @Option(names = "-v", description = "Say more; with an error, where it happened.")
  boolean verbose;

  DumpRequest request(String label) {
    return new DumpRequest(
        "000001",
        vmcore.get(0).toString(),
        vmcore.stream().skip(1).map(Path::toString).toList(),
        vmlinux == null ? "" : vmlinux.toString(),
        debugInfoFolders.stream().map(Path::toString).toList(),
        label);
  }

  KernelReports reports(List<String> only, List<String> skip) {
    if (verbose) {
      Logging.configure(true);
    }
    return new KernelReports(only, skip, options());
  }

  OpenOptions options() {
    return new OpenOptions(
        force,
        raw,
        zeroExcluded,
        cache(),
        vmcoreInfo == null ? "" : vmcoreInfo.toString(),
        budgetFactor());
  }

  private int budgetFactor() {
    if (budgetFactor < 1 || budgetFactor > MAX_BUDGET_FACTOR) {
      throw new UsageFault(
          "--budget " + budgetFactor, "give a number from 1 to " + MAX_BUDGET_FACTOR);
    }
    return budgetFactor;
  }

  private String cache() {
    if (noCache) {
      return "";
    }
    if (cacheFolder != null && cacheFolder.toString().isEmpty()) {
      throw new UsageFault("--cache-dir names no folder", "name one, or give --no-cache");
    }
    return Optional.ofNullable(cacheFolder)
        .or(CacheFolder::ofProcess)
        .map(folder -> folder.toAbsolutePath().toString())
        .orElse("");
  }
}
