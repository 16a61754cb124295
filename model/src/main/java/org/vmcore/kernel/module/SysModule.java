package org.vmcore.kernel.module;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A directory of {@code /sys/module}: a loaded module, or a built-in one that has parameters or a
 * version ({@code struct module_kobject}, {@code kernel/params.c}).
 */
public final class SysModule {
  private static final int MAX_PARAMETERS = 4096;
  private static final int MAX_VERSIONS_BYTES = 1 << 20;
  private static final String VERSION = "version"; // the name that each such attribute has

  private final Value kobject;

  private SysModule(Value kobject) {
    this.kobject = kobject;
  }

  /** Members of {@code module_kset} by name. */
  public static List<SysModule> of(Program kernel) {
    Value kset = kernel.symbol("module_kset");
    List<SysModule> modules = new ArrayList<>();
    for (Value found :
        ListHead.forEachEntry(kset.field("list"), "struct module_kobject", "kobj.entry")) {
      modules.add(new SysModule(found));
    }
    modules.sort(Comparator.comparing(SysModule::name));
    return modules;
  }

  public String name() {
    return kobject.at("kobj.name").asString();
  }

  /** The module, for those that are not built in. */
  public Optional<LoadedModule> module() {
    Value module = kobject.field("mod");
    return module.isNull() ? Optional.empty() : Optional.of(new LoadedModule(module.deref()));
  }

  /** Its parameters that have a file, {@code module_param_attrs}. */
  public List<ModuleParameter> parameters() {
    Value group = kobject.field("mp");
    List<ModuleParameter> parameters = new ArrayList<>();
    if (group.isNull()) {
      return parameters;
    }
    long count = group.field("num").asLong() & 0xffffffffL;
    if (count > MAX_PARAMETERS) {
      throw new Malformed(
          "absurd number of parameters " + count, "module_param_attrs", group.asLong());
    }
    for (int i = 0; i < count; i++) {
      Value attribute = group.field("attrs").index(i);
      Value parameter = attribute.field("param");
      if (!parameter.isNull()) {
        String name = attribute.at("mattr.attr.name").asString();
        parameters.add(new ModuleParameter(name, parameter.deref()));
      }
    }
    return parameters;
  }

  /** {@code version} of a built-in module: {@code struct module_version_attribute}. */
  public Optional<String> builtInVersion() {
    Program kernel = kobject.program();
    if (module().isPresent() || kernel.findAddress("__start___modver").isEmpty()) {
      return Optional.empty();
    }
    String name = name();
    for (Value version : versions(kernel)) {
      if (version.field("module_name").asString().equals(name)) {
        return Optional.of(version.field("version").asString());
      }
    }
    return Optional.empty();
  }

  /** The section {@code __modver}: structures, before 5.11 pointers to them. */
  private static List<Value> versions(Program kernel) {
    String type = "struct module_version_attribute";
    long start = kernel.address("__start___modver");
    long sizeBytes = kernel.address("__stop___modver") - start;
    if (sizeBytes < Long.BYTES || sizeBytes > MAX_VERSIONS_BYTES) {
      return List.of();
    }
    long first = kernel.memory().u64(start);
    boolean direct = kernel.cString(first, VERSION.length() + 1).equals(VERSION);
    return direct
        ? kernel.number(type + " *", start).elements(sizeBytes / kernel.sizeOf(type))
        : kernel.number(type + " **", start).elements(sizeBytes / Long.BYTES);
  }
}
