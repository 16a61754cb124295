package org.vmcore.kernel.recovery;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The symbols that rules recover, for tests that take them away. */
public final class RuleNames {
  private static final List<List<Rule>> RULES =
      List.of(
          CoreRules.ALL,
          CgroupRules.ALL,
          CgroupRules.MASKS,
          NetRules.ALL,
          NetRules.LATER,
          DeviceRules.ALL,
          MemoryRules.ALL,
          MemoryRules.LATER,
          TraceRules.ALL,
          SharedRules.ALL);

  private RuleNames() {}

  public static Set<String> all() {
    return rules().map(Rule::name).collect(Collectors.toUnmodifiableSet());
  }

  static Stream<Rule> rules() {
    return RULES.stream().flatMap(List::stream);
  }
}
