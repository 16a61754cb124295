package org.vmcore.cli;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vmcore.archive.CrashFacts;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.io.Fault;
import org.vmcore.model.Program;
import org.vmcore.pipeline.CrashFactsOf;
import org.vmcore.pipeline.KernelReports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What dump is this. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = {
      "Say what dump this is, and when and why the machine crashed.",
      "",
      "Without a vmlinux: format, kernel, build-id, level, pages by state, time of the crash. With"
          + " one (given or found) also the host and the line with which the kernel gave up."
    })
final class InfoCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private DumpOptions dump;

  InfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (dump.vmcore.isEmpty()) {
      throw new UsageFault("no dump is named", "give --vmcore FILE");
    }
    KernelReports reports = dump.reports(List.of(), List.of());
    try (Dump open = reports.dump(dump.request(""))) {
      tell(open);
      open.vmcoreInfo().ifPresent(this::tell);
      open.description().warnings().forEach(warning -> tell("warning", warning));
      tellOfKernel(reports, open);
    }
    return Main.OK;
  }

  /** What only the kernel itself tells, and how it was found. */
  private void tellOfKernel(KernelReports reports, Dump open) {
    try {
      Program kernel = reports.program(dump.request(""), open);
      CrashFacts facts = CrashFactsOf.kernel(kernel);
      if (open.vmcoreInfo().isEmpty()) {
        tell("kernel", facts.release());
        tell("build-id", facts.buildId());
      }
      facts.warnings().stream()
          .filter(warning -> !open.description().warnings().contains(warning))
          .forEach(warning -> tell("warning", warning));
      tell("host", facts.host());
      tell("version", facts.version());
      tell("panic", facts.panic());
    } catch (Fault fault) {
      if (dump.vmlinux != null) {
        throw fault;
      }
      console.say("no more without debug information: " + fault.getMessage());
    }
  }

  private void tell(Dump open) {
    tell("dump", open.name());
    tell("format", open.description().format());
    if (!open.description().machine().isEmpty()) {
      tell("machine", open.description().machine());
    }
    open.description().dumpLevel().ifPresent(level -> tell("level", Integer.toString(level)));
    Map<String, Long> pages = CrashFactsOf.pages(open.pageCounts());
    tell(
        "pages",
        pages.entrySet().stream()
            .map(state -> state.getValue() + " " + state.getKey().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")));
    tell("page size", Integer.toString(open.pageCounts().pageSizeBytes()));
    if (open.description().physBase() != 0) {
      tell("phys_base", Long.toString(open.description().physBase()));
    }
  }

  private void tell(VmcoreInfo info) {
    info.value("OSRELEASE").ifPresent(release -> tell("kernel", release));
    info.buildId().ifPresent(id -> tell("build-id", id));
    info.decimal("CRASHTIME").ifPresent(s -> tell("crashed", Instant.ofEpochSecond(s).toString()));
  }

  private void tell(String what, String value) {
    console.answer(what + ":" + " ".repeat(Math.max(1, 11 - what.length())) + value);
  }
}
