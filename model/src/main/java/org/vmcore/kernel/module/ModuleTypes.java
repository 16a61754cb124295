package org.vmcore.kernel.module;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.btf.Btf;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.dump.MemoryFault;
import org.vmcore.io.MalformedInput;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * The modules' types as the kernel keeps them: {@code btf_modules}, {@code kernel/bpf/btf.c}, each
 * split on {@code btf_vmlinux}. A module's {@code btf_data} is gone once it is loaded.
 */
final class ModuleTypes {
  private ModuleTypes() {}

  /**
   * Debug information of each module that has some, by the module's name in alphabetical order.
   *
   * @param address run-time address of a module's symbol
   */
  static Map<String, DebugInfo> of(Program kernel, Function<String, OptionalLong> address) {
    Map<String, DebugInfo> types = new LinkedHashMap<>();
    if (!kernel.hasSymbol("btf_modules") || !kernel.hasType("struct btf_module")) {
      return types;
    }
    Optional<Btf> base = base(kernel);
    if (base.isEmpty()) {
      return types;
    }
    for (Value module : byName(kernel)) {
      String name = module.at("module->name").asString();
      split(base.get(), name, module.field("btf"), address).ifPresent(i -> types.put(name, i));
    }
    return types;
  }

  private static List<Value> byName(Program kernel) {
    List<Value> modules = new ArrayList<>();
    try {
      modules.addAll(
          ListHead.forEachEntry(kernel.symbol("btf_modules"), "struct btf_module", "list"));
      modules.sort(Comparator.comparing(module -> module.at("module->name").asString()));
    } catch (MemoryFault | Malformed fault) {
      return List.of(); // types of modules are a help, not a condition
    }
    return modules;
  }

  /** The kernel's own types as the modules number them; without them no module's can be read. */
  static Optional<Btf> base(Program kernel) {
    try {
      return Optional.of(Btf.of("BTF of the kernel", blob(kernel), name -> OptionalLong.empty()));
    } catch (MemoryFault | MalformedInput | Malformed | NoSuchSymbol fault) {
      return Optional.empty();
    }
  }

  private static byte[] blob(Program kernel) {
    Optional<Value> vmlinux = kernel.findSymbol("btf_vmlinux").filter(btf -> !btf.isNull());
    if (vmlinux.isPresent()) {
      return blob(vmlinux.get());
    }
    long start = kernel.address("__start_BTF");
    return kernel.object("char", start).bytes(kernel.address("__stop_BTF") - start);
  }

  private static byte[] blob(Value btf) {
    Value data = btf.field("data");
    return btf.program()
        .object("char", data.asLong())
        .bytes(btf.field("data_size").asLong() & 0xffffffffL);
  }

  private static Optional<DebugInfo> split(
      Btf base, String module, Value btf, Function<String, OptionalLong> address) {
    try {
      return Optional.of(base.split("BTF of module " + module, blob(btf), address));
    } catch (MemoryFault | MalformedInput | Malformed fault) {
      return Optional.empty();
    }
  }
}
