package org.vmcore.kernel.recovery;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.io.Fault;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.sample.BundledSample;

/** What the rules find, where the symbols are known from elsewhere. */
class RecoveredSymbolsTest {
  private static final Kernels KERNELS =
      Kernels.withModules(LoadedModules::of).recovering(RecoveredSymbols.rounds());

  /**
   * The bundled kernel knows all its symbols; each rule that finds something must find the same.
   */
  @Test
  void rulesFindWhatTheBundledKernelKnows() {
    Program kernel = KERNELS.open(List.of(BundledSample.vmcore()));
    Evidence evidence = new Evidence(kernel);
    List<Symbol> found = new ArrayList<>(TextTables.of(evidence));
    RuleNames.rules()
        .forEach(
            rule ->
                address(evidence, rule)
                    .ifPresent(a -> found.add(RecoveredSymbols.symbol(rule.name(), a))));
    kernel.dump().close();

    assertThat(wrong(found, kernel), empty());
    assertThat(found.size(), greaterThan(40));
  }

  private static OptionalLong address(Evidence evidence, Rule rule) {
    try {
      return rule.address().apply(evidence);
    } catch (Fault missing) {
      return OptionalLong.empty();
    }
  }

  /** Some symbols hold a pointer that other variables hold, too: any of them does. */
  private static List<String> wrong(List<Symbol> found, Program kernel) {
    List<String> wrong = new ArrayList<>();
    for (Symbol symbol : found) {
      OptionalLong known = kernel.findAddress(symbol.name());
      if (known.isPresent()
          && known.getAsLong() != symbol.value()
          && kernel.memory().u64(known.getAsLong()) != kernel.memory().u64(symbol.value())) {
        wrong.add(symbol.name() + " at 0x" + Long.toHexString(symbol.value()));
      }
    }
    return wrong;
  }

  /** A kernel without CONFIG_KALLSYMS_ALL: system properties {@code vmcore} and {@code vmlinux}. */
  @Test
  void recoveredSymbolsAreWhereTheVmlinuxHasThem() {
    String vmcore = System.getProperty("vmcore", "");
    String vmlinux = System.getProperty("vmlinux", "");
    assumeFalse(vmcore.isEmpty() || vmlinux.isEmpty(), "no -Dvmcore= and -Dvmlinux= are given");
    Program known = KERNELS.open(List.of(Path.of(vmcore)), Path.of(vmlinux));
    Program recovered = KERNELS.open(List.of(Path.of(vmcore)));
    List<String> wrong = new ArrayList<>();
    for (Symbol symbol : recovered.imageSymbols().all()) {
      OptionalLong address = known.findAddress(symbol.name());
      boolean alone = known.imageSymbols().byName(symbol.name()).size() == 1;
      if (alone && address.getAsLong() != symbol.value()) {
        wrong.add(symbol.name() + " at 0x" + Long.toHexString(symbol.value()));
      }
    }
    known.dump().close();
    recovered.dump().close();

    assertThat(wrong, empty());
  }
}
