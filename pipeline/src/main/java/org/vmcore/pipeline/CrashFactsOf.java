package org.vmcore.pipeline;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.vmcore.archive.CrashFacts;
import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.PageCounts;
import org.vmcore.dump.PageState;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.emit.Emission;
import org.vmcore.io.Fault;
import org.vmcore.kernel.module.Modules;
import org.vmcore.kernel.printk.LastWords;
import org.vmcore.model.Budget;
import org.vmcore.model.Program;
import org.vmcore.model.Reads;

/** Finds out what identifies a crash. What a damaged dump does not tell is left empty. */
public final class CrashFactsOf {
  /** Machines whose reports were compared with what they showed before they crashed. */
  private static final Set<String> CHECKED_MACHINES = Set.of("x86_64", "aarch64");

  private static final long LAST_SECOND =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

  private static final long MAX_READS = 50_000_000; // modules, their symbols and types included
  private static final long BUDGET_NS = 120 * Budget.SECOND;

  private CrashFactsOf() {}

  /**
   * All that dump and kernel tell.
   *
   * @throws org.vmcore.model.BudgetSpent when hostile memory would make it last for ever
   */
  public static CrashFacts kernel(Program kernel) {
    Reads.start(MAX_READS, BUDGET_NS);
    try {
      return facts(kernel);
    } finally {
      Reads.stop();
    }
  }

  private static CrashFacts facts(Program kernel) {
    Dump dump = kernel.dump();
    PageCounts counts = dump.pageCounts();
    return new CrashFacts(
        utsname(kernel, "nodename"),
        crashTime(kernel),
        utsname(kernel, "release"),
        utsname(kernel, "version"),
        utsname(kernel, "machine"),
        buildId(kernel),
        memoryKb(counts),
        LastWords.of(kernel),
        warnings(kernel),
        new CrashFacts.Container(
            dump.description().format(), dump.description().dumpLevel(), counts.pageSizeBytes()));
  }

  private static List<String> warnings(Program kernel) {
    List<String> warnings = new ArrayList<>(kernel.dump().description().warnings());
    if (kernel.image().filter(KernelInMemory.class::isInstance).isPresent()) {
      warnings.add(
          "no vmlinux was found; the kernel's own symbols and types (kallsyms, BTF) are" + " used");
    }
    if (!CHECKED_MACHINES.contains(kernel.machine())) {
      warnings.add(
          "kernels of "
              + kernel.machine()
              + " can be read, but no report of one was ever compared with its machine: stacks and"
              + " what belongs to the processor are missing");
    }
    kernel.image().ifPresent(image -> warnings.addAll(image.warnings()));
    warnings.addAll(kernel.moduleWarnings());
    Modules.damage(kernel)
        .ifPresent(why -> warnings.add("the list of modules is not whole: " + why));
    return warnings.stream().map(warning -> Emission.placeless(kernel, warning)).toList();
  }

  private static Map<String, Long> memoryKb(PageCounts counts) {
    Map<String, Long> memory = new LinkedHashMap<>();
    counts.kbByState().forEach((state, kb) -> memory.put(state.name(), kb));
    return memory;
  }

  /** Pages of a dump by state, those states alone that occur. */
  public static Map<String, Long> pages(PageCounts counts) {
    Map<String, Long> pages = new LinkedHashMap<>();
    for (PageState state : PageState.values()) {
      if (counts.of(state) > 0) {
        pages.put(state.name(), counts.of(state));
      }
    }
    return pages;
  }

  /**
   * Refuses a dump without a single page, and one that does not even hold the kernel's name:
   * nothing else can be believed, unless its notes tell the build, as those of a file that was cut
   * off do.
   *
   * @throws Unidentified with what is wrong with the dump
   */
  static void checkIdentity(Program kernel) {
    try {
      if (!kernel.symbol("init_uts_ns").at("name.release").asString().isEmpty()) {
        return;
      }
    } catch (MemoryFault fault) {
      if (kernel.dump().pageCounts().of(PageState.PRESENT) > 0
          && kernel.dump().vmcoreInfo().flatMap(VmcoreInfo::buildId).isPresent()) {
        return; // the vmlinux is of that build, else it had not been opened
      }
      throw new Unidentified(kernel.dump(), fault);
    }
    throw new Unidentified(kernel.dump(), null);
  }

  private static String utsname(Program kernel, String field) {
    try {
      return kernel.symbol("init_uts_ns").at("name." + field).asString();
    } catch (MemoryFault fault) {
      return "";
    }
  }

  private static String buildId(Program kernel) {
    return kernel
        .dump()
        .vmcoreInfo()
        .flatMap(VmcoreInfo::buildId)
        .or(() -> kernel.image().flatMap(image -> image.buildId()))
        .orElse("");
  }

  /** What the kernel noted at the crash, else where its clock stopped. */
  private static Instant crashTime(Program kernel) {
    Optional<VmcoreInfo> info = kernel.dump().vmcoreInfo();
    OptionalLong noted = info.map(i -> i.decimal("CRASHTIME")).orElse(OptionalLong.empty());
    return noted.stream()
        .boxed()
        .flatMap(seconds -> instant(seconds).stream())
        .findFirst()
        .orElseGet(() -> lastTick(kernel));
  }

  private static Instant lastTick(Program kernel) {
    try {
      // struct timekeeper, include/linux/timekeeper_internal.h: wall-clock seconds at the last tick
      long seconds = kernel.symbol("tk_core").at("timekeeper.xtime_sec").asLong();
      return instant(seconds).orElse(Instant.EPOCH);
    } catch (Fault fault) {
      return Instant.EPOCH;
    }
  }

  /** Empty for numbers that cannot be a time: archives cannot hold them all. */
  static Optional<Instant> instant(long seconds) {
    return seconds >= 0 && seconds <= LAST_SECOND
        ? Optional.of(Instant.ofEpochSecond(seconds))
        : Optional.empty();
  }
}
