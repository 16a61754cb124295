package org.vmcore.kernel.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.io.Fault;
import org.vmcore.model.Program;

/**
 * The catalogue of symbols that can be recovered, in rounds: what one round finds, the next one
 * uses. A rule whose objects cannot be read, or that meets what it cannot be, finds nothing; then
 * the symbol is missing as it would be without the rule.
 */
public final class RecoveredSymbols {
  private RecoveredSymbols() {}

  /** For {@code Kernels.recovering()}. */
  public static List<Function<Program, List<Symbol>>> rounds() {
    return List.of(
        kernel -> {
          Evidence evidence = new Evidence(kernel);
          List<Symbol> found = new ArrayList<>(TextTables.of(evidence));
          found.addAll(found(evidence, CoreRules.ALL));
          found.addAll(found(evidence, CgroupRules.ALL));
          found.addAll(found(evidence, NetRules.ALL));
          found.addAll(found(evidence, DeviceRules.ALL));
          found.addAll(found(evidence, TraceRules.ALL));
          return found;
        },
        kernel -> {
          Evidence evidence = new Evidence(kernel);
          List<Symbol> found = new ArrayList<>(SysctlVariables.of(evidence));
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
      if (evidence.kernel().findAddress(rule.name()).isEmpty()) {
        address(evidence, rule).ifPresent(address -> found.add(symbol(rule.name(), address)));
      }
    }
    return found;
  }

  private static OptionalLong address(Evidence evidence, Rule rule) {
    try {
      return rule.address().apply(evidence);
    } catch (Fault missing) {
      return OptionalLong.empty();
    }
  }

  static Symbol symbol(String name, long address) {
    return new Symbol(name, address, 0, true, Symbol.Placement.RELOCATED_DATA);
  }
}
