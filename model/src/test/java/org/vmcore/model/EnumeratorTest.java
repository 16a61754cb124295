package org.vmcore.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.PartialDebugInfo;

class EnumeratorTest {
  @Test
  void findsConstantsThatOnlyModulesDefine() {
    Program kernel = program(Map.of(), Map.of("BTRFS_MOUNT_SSD", 8L));

    assertThat(kernel.findEnumerator("BTRFS_MOUNT_SSD"), is(OptionalLong.of(8)));
    assertThat(kernel.findEnumerator("BTRFS_MOUNT_NOSSD"), is(OptionalLong.empty()));
  }

  @Test
  void takesTheKernelsConstantBeforeThatOfAModule() {
    Program kernel = program(Map.of("NR_ITEMS", 3L), Map.of("NR_ITEMS", 5L));

    assertThat(kernel.enumerator("NR_ITEMS"), is(3L));
  }

  private static Program program(Map<String, Long> ofKernel, Map<String, Long> ofModule) {
    return new Program(
        null, null, new Constants(ofKernel), null, 0, kernel -> modules(new Constants(ofModule)));
  }

  private static ModuleDebugInfo modules(DebugInfo module) {
    return new ModuleDebugInfo() {
      @Override
      public <T> Optional<T> first(String name, Function<DebugInfo, Optional<T>> lookUp) {
        return lookUp.apply(module);
      }

      @Override
      public List<DebugInfo> of(String name) {
        return List.of(module);
      }

      @Override
      public Optional<Value> variable(Program program, String name) {
        return Optional.empty();
      }

      @Override
      public OptionalLong address(String symbol) {
        return OptionalLong.empty();
      }

      @Override
      public Optional<SymbolAt> symbolAt(long address) {
        return Optional.empty();
      }
    };
  }

  /** Debug information that knows nothing but constants. */
  private record Constants(Map<String, Long> values) implements PartialDebugInfo {
    @Override
    public OptionalLong enumerator(String name) {
      Long value = values.get(name);
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
  }
}
