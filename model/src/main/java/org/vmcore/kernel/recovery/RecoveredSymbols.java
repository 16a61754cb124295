package org.vmcore.kernel.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.io.Fault;
import org.vmcore.model.Program;
import org.vmcore.model.Reads;

/**
 * The catalogue of symbols that can be recovered, in rounds: what one round finds, the next one
 * uses. A rule whose objects cannot be read, or that meets what it cannot be, finds nothing; then
 * the symbol is missing as it would be without the rule.
 */
public final class RecoveredSymbols {
  private static final long MAX_READS = 5_000_000; // the dearest rule needs some 100,000

  private RecoveredSymbols() {}

  /** For {@code Kernels.recovering()}. */
  public static List<Function<Program, List<Symbol>>> rounds() {
    return List.of(
        kernel -> {
          Evidence evidence = new Evidence(kernel);
          List<Symbol> found = new ArrayList<>(guarded(evidence, TextTables::of));
          found.addAll(found(evidence, CoreRules.ALL));
          found.addAll(found(evidence, CgroupRules.ALL));
          found.addAll(found(evidence, NetRules.ALL));
          found.addAll(found(evidence, DeviceRules.ALL));
          found.addAll(found(evidence, TraceRules.ALL));
          return found;
        },
        kernel -> {
          Evidence evidence = new Evidence(kernel);
          List<Symbol> found = new ArrayList<>(guarded(evidence, SysctlVariables::of));
          found.addAll(found(evidence, CgroupRules.MASKS));
          found.addAll(found(evidence, MemoryRules.ALL));
          found.addAll(found(evidence, NetRules.LATER));
          return found;
        },
        kernel -> {
          Evidence evidence = new Evidence(kernel);
          List<Symbol> found = new ArrayList<>(found(evidence, MemoryRules.LATER));
          found.addAll(found(evidence, SharedRules.ALL));
          return found;
        });
  }

  private static List<Symbol> found(Evidence evidence, List<Rule> rules) {
    List<Symbol> found = new ArrayList<>();
    for (Rule rule : rules) {
      found.addAll(guarded(evidence, e -> found(e, rule)));
    }
    return found;
  }

  private static List<Symbol> found(Evidence evidence, Rule rule) {
    OptionalLong address =
        evidence.kernel().findAddress(rule.name()).isPresent()
            ? OptionalLong.empty()
            : rule.address().apply(evidence);
    return address.stream().mapToObj(a -> symbol(rule.name(), a)).toList();
  }

  /** What lies in memory may be anything: no rule costs more than its own symbol. */
  private static List<Symbol> guarded(Evidence evidence, Function<Evidence, List<Symbol>> find) {
    Reads.start(MAX_READS, Long.MAX_VALUE); // no clock: what is found depends on the dump alone
    try {
      return find.apply(evidence);
    } catch (Fault missing) {
      return List.of();
    } finally {
      Reads.stop();
    }
  }

  static Symbol symbol(String name, long address) {
    return new Symbol(name, address, 0, true, Symbol.Placement.RELOCATED_DATA);
  }
}
