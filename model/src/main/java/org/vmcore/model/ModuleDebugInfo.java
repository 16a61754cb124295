package org.vmcore.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.debuginfo.DebugInfo;

/**
 * What is known of the loaded modules' types and symbols; found through the kernel's own types, so
 * it joins the {@link Program} after the kernel. Thread-safe.
 */
public interface ModuleDebugInfo {
  /** No module is known. */
  ModuleDebugInfo NONE =
      new ModuleDebugInfo() {
        @Override
        public <T> Optional<T> first(String name, Function<DebugInfo, Optional<T>> lookUp) {
          return Optional.empty();
        }

        @Override
        public List<DebugInfo> of(String module) {
          return List.of();
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

  /**
   * The first answer that the modules' debug information gives, in the order of module names.
   *
   * @param name what is looked up: where it does not occur nobody need ask
   */
  <T> Optional<T> first(String name, Function<DebugInfo, Optional<T>> lookUp);

  /** What is known of one module's types and variables, the best source first. */
  List<DebugInfo> of(String module);

  /** A module's variable whose type is known. */
  Optional<Value> variable(Program program, String name);

  /** What of it had to be left aside, a sentence each. */
  default List<String> warnings() {
    return List.of();
  }

  /** Run-time address of a module's symbol. */
  OptionalLong address(String symbol);

  Optional<SymbolAt> symbolAt(long address);
}
