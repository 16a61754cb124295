package org.vmcore.kernel.module;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct module}, {@code include/linux/module.h}. Its memory is described in three ways:
 * {@code mem[]} by {@code enum mod_mem_type} (6.4+), {@code core_layout} and {@code init_layout},
 * {@code module_core} and {@code module_init} (before 4.5).
 */
public final class LoadedModule {
  /** {@code MODULE_REF_BASE}, {@code kernel/module/internal.h}: the reference a live module has. */
  private static final int MODULE_REF_BASE = 1;

  private final Value module;

  LoadedModule(Value module) {
    this.module = module;
  }

  /** The {@code struct module}. */
  public Value value() {
    return module;
  }

  public String name() {
    return module.field("name").asString();
  }

  /** Whether the module is in this state: {@code MODULE_STATE_LIVE}. */
  public boolean isInState(String state) {
    return module.field("state").asLong() == module.program().enumerator(state);
  }

  /** All parts of the module's memory that it has. */
  public List<ModuleRange> memory() {
    List<ModuleRange> ranges = new ArrayList<>();
    if (module.has("mem")) {
      addTypedMemory(ranges);
    } else if (module.has("core_layout")) {
      add(ranges, module.field("core_layout"), false);
      if (module.has("data_layout")) {
        add(ranges, module.field("data_layout"), false);
      }
      add(ranges, module.field("init_layout"), true);
    } else {
      addFlat(ranges, "module_core", "core_size", false);
      addFlat(ranges, "module_init", "init_size", true);
    }
    return ranges;
  }

  private void addTypedMemory(List<ModuleRange> ranges) {
    long firstInit = module.program().enumerator("MOD_INIT_TEXT");
    List<Value> types = module.field("mem").elements();
    for (int type = 0; type < types.size(); type++) {
      add(ranges, types.get(type), type >= firstInit);
    }
  }

  private static void add(List<ModuleRange> ranges, Value layout, boolean init) {
    addUnlessEmpty(
        ranges, layout.field("base").asLong(), layout.field("size").asLong() & 0xffffffffL, init);
  }

  private void addFlat(List<ModuleRange> ranges, String base, String size, boolean init) {
    addUnlessEmpty(
        ranges, module.field(base).asLong(), module.field(size).asLong() & 0xffffffffL, init);
  }

  private static void addUnlessEmpty(
      List<ModuleRange> ranges, long base, long sizeBytes, boolean init) {
    if (base != 0 && sizeBytes != 0) {
      ranges.add(new ModuleRange(base, sizeBytes, init));
    }
  }

  /** Where the module's code starts: what {@code /proc/modules} shows. */
  public long base() {
    if (module.has("mem")) {
      long text = module.program().enumerator("MOD_TEXT");
      return module.field("mem").index(text).field("base").asLong();
    }
    return module.has("core_layout")
        ? module.at("core_layout.base").asLong()
        : module.field("module_core").asLong();
  }

  /** Bytes that stay as long as the module is loaded: {@code coresize} in sysfs. */
  public long coreSizeBytes() {
    return sizeBytes(false);
  }

  /** Bytes that are freed when the module is live: {@code initsize} in sysfs. */
  public long initSizeBytes() {
    return sizeBytes(true);
  }

  private long sizeBytes(boolean init) {
    return memory().stream()
        .filter(range -> range.init() == init)
        .mapToLong(ModuleRange::sizeBytes)
        .sum();
  }

  /** Whether modules can be unloaded at all ({@code CONFIG_MODULE_UNLOAD}). */
  public boolean hasUsers() {
    return module.has("source_list");
  }

  /** {@code module_refcount()}: users, without the module's own reference. */
  public int refcount() {
    return module.has("refptr")
        ? perCpuReferences()
        : module.at("refcnt.counter").asInt() - MODULE_REF_BASE;
  }

  /** Before 3.19: {@code struct module_ref} counts up and down separately on each CPU. */
  private int perCpuReferences() {
    Program kernel = module.program();
    PerCpu perCpu = PerCpu.of(kernel);
    long references = 0;
    int nrCpus = CpuMask.nrCpuIds(kernel);
    for (int cpu = 0; cpu < nrCpus; cpu++) {
      Value ref = perCpu.ptr(module.field("refptr"), cpu);
      references += ref.field("incs").asLong() - ref.field("decs").asLong();
    }
    return (int) references;
  }

  /** Modules that use this one ({@code source_list}), latest first. */
  public List<LoadedModule> users() {
    List<LoadedModule> users = new ArrayList<>();
    for (Value use :
        ListHead.forEachEntry(module.field("source_list"), "struct module_use", "source_list")) {
      users.add(new LoadedModule(use.field("source").deref()));
    }
    return users;
  }

  /** Names in the directory {@code holders} of sysfs, in its order: those who use this module. */
  public List<String> holders() {
    Value directory = module.field("holders_dir");
    if (directory.isNull()) {
      return List.of();
    }
    return KernfsNode.ofKobject(directory)
        .map(holders -> holders.children().stream().map(KernfsNode::name).toList())
        .orElse(List.of());
  }

  /** Whether the module has no way out: an init function and no exit function. */
  public boolean isPermanent() {
    return !module.field("init").isNull() && module.field("exit").isNull();
  }

  public long taints() {
    return module.field("taints").asLong();
  }

  /** {@code module_flags_taint()}: letters of the taints that modules bring. */
  public String taintLetters() {
    StringBuilder letters = new StringBuilder();
    long taints = taints();
    List<Value> flags = module.program().symbol("taint_flags").elements();
    for (int bit = 0; bit < flags.size(); bit++) {
      Value flag = flags.get(bit);
      boolean ofModules = !flag.has("module") || flag.field("module").asBoolean(); // gone in 7.x
      if ((taints >> bit & 1) != 0 && ofModules) {
        letters.append((char) flag.field("c_true").asLong());
      }
    }
    return letters.toString();
  }

  @Override
  public String toString() {
    return "module at 0x" + Long.toHexString(module.address());
  }
}
