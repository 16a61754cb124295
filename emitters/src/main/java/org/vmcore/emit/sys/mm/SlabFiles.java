package org.vmcore.emit.sys.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.kernel.mm.SlabCache;
import org.vmcore.kernel.mm.SlabCpuSlabs;
import org.vmcore.kernel.mm.SlabFlag;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** Attributes of slab caches, {@code slab_attrs[]} in {@code mm/slub.c}. */
final class SlabFiles {
  /** Attributes that show a bit of {@code kmem_cache.flags}. */
  private static final Map<String, SlabFlag> FLAGS =
      Map.of(
          "reclaim_account", SlabFlag.RECLAIM_ACCOUNT,
          "hwcache_align", SlabFlag.HWCACHE_ALIGN,
          "cache_dma", SlabFlag.CACHE_DMA,
          "destroy_by_rcu", SlabFlag.TYPESAFE_BY_RCU,
          "sanity_checks", SlabFlag.CONSISTENCY_CHECKS,
          "trace", SlabFlag.TRACE,
          "red_zone", SlabFlag.RED_ZONE,
          "poison", SlabFlag.POISON,
          "store_user", SlabFlag.STORE_USER,
          "skip_kfence", SlabFlag.SKIP_KFENCE);

  /** Attributes that show a member of that name or another. */
  private static final Map<String, String> MEMBERS =
      Map.of(
          "slab_size", "size",
          "align", "align",
          "object_size", "object_size",
          "min_partial", "min_partial",
          "usersize", "usersize",
          "sheaf_capacity", "sheaf_capacity",
          "cpu_partial", "cpu_partial");

  /** Attributes that show counts of nodes. */
  private static final Map<String, ToLongFunction<SlabCache.Counts>> COUNTS =
      Map.of(
          "objects", SlabCache.Counts::active,
          "total_objects", SlabCache.Counts::objects,
          "slabs", SlabCache.Counts::slabs,
          "partial", SlabCache.Counts::partialSlabs,
          "objects_partial", SlabCache.Counts::partialInuse);

  private static final List<String> OTHERS =
      List.of(
          "objs_per_slab",
          "order",
          "aliases",
          "ctor",
          "cpu_slabs",
          "slabs_cpu_partial",
          "remote_node_defrag_ratio",
          "shrink",
          "validate");

  /** A file. */
  record Attribute(SlabCache cache, String name) {}

  @EmitsMany(path = "sys/kernel/slab/{name}/{type}", each = Attributes.class)
  void attribute(Program kernel, Attribute attribute, Text out) {
    SlabCache cache = attribute.cache();
    String name = attribute.name();
    if (FLAGS.containsKey(name)) {
      out.line("%d", cache.has(FLAGS.get(name)) ? 1 : 0);
    } else if (MEMBERS.containsKey(name)) {
      out.line("%lu", member(cache, MEMBERS.get(name)));
    } else if (COUNTS.containsKey(name)) {
      Map<Integer, Long> byNode = new TreeMap<>();
      cache
          .countsByNode()
          .forEach((n, counts) -> byNode.put(n, COUNTS.get(name).applyAsLong(counts)));
      byNode(kernel, byNode, out);
    } else {
      other(kernel, cache, name, out);
    }
  }

  /** Without {@code CONFIG_SLUB_CPU_PARTIAL} or lists of CPUs it is nothing. */
  private static long member(SlabCache cache, String member) {
    boolean missing = member.equals("cpu_partial") && !cache.value().has(member);
    return missing ? 0 : cache.value().field(member).asLong();
  }

  private static void other(Program kernel, SlabCache cache, String name, Text out) {
    switch (name) {
      case "objs_per_slab" -> out.line("%u", cache.objectsPerSlab());
      case "order" -> out.line("%u", cache.order());
      case "aliases" -> out.line("%d", Math.max(0, cache.value().field("refcount").asLong() - 1));
      case "remote_node_defrag_ratio" ->
          out.line("%u", cache.value().field("remote_node_defrag_ratio").asLong() / 10);
      case "cpu_slabs" -> byNode(kernel, new SlabCpuSlabs(cache).byNode(), out);
      case "slabs_cpu_partial" -> waiting(cache, out);
      case "ctor" -> constructor(kernel, cache, out);
      default -> {} // shrink and validate do what they are called when written to
    }
  }

  private static void byNode(Program kernel, Map<Integer, Long> counts, Text out) {
    out.print("%lu", counts.values().stream().mapToLong(Long::longValue).sum());
    if (kernel.hasSymbol("node_devices")) {
      counts.values().removeIf(count -> count == 0);
      counts.forEach((node, count) -> out.print(" N%d=%lu", node, count));
    }
    out.append('\n');
  }

  private static void waiting(SlabCache cache, Text out) {
    Map<Integer, SlabCpuSlabs.Waiting> waiting = new SlabCpuSlabs(cache).waiting();
    long slabs = waiting.values().stream().mapToLong(SlabCpuSlabs.Waiting::slabs).sum();
    long objects = waiting.values().stream().mapToLong(SlabCpuSlabs.Waiting::objects).sum();
    out.print("%d(%d)", objects, slabs);
    waiting.forEach((cpu, own) -> out.print(" C%d=%d(%d)", cpu, own.objects(), own.slabs()));
    out.append('\n');
  }

  /** {@code %pS} of the function that prepares objects, if there is one. */
  private static void constructor(Program kernel, SlabCache cache, Text out) {
    Value constructor = cache.value().field("ctor");
    if (!constructor.isNull()) {
      long function = constructor.asLong();
      out.line(
          "%s",
          kernel.symbolAt(function).map(SymbolAt::text).orElse("0x" + Long.toHexString(function)));
    }
  }

  /** Caches with the attributes that this kernel has for all of them. */
  @Enumerates({"name", "type"})
  static final class Attributes implements Enumerator<Attribute> {
    @Override
    public List<Key<Attribute>> keys(Program kernel) {
      List<Key<Attribute>> keys = new ArrayList<>();
      if (!kernel.hasSymbol("slab_kset")) {
        return keys;
      }
      Map<String, SlabCache> caches = new TreeMap<>();
      for (SlabCache cache : SlabCache.of(kernel)) {
        Value name = cache.value().at("kobj.name");
        if (!name.isNull()) {
          caches.put(name.asString(), cache);
        }
      }
      List<String> types = types(kernel);
      caches.forEach(
          (name, cache) ->
              types.forEach(type -> keys.add(Key.of(name, type, new Attribute(cache, type)))));
      return keys;
    }

    private static List<String> types(Program kernel) {
      for (SlabCache cache : SlabCache.of(kernel)) {
        if (!cache.value().at("kobj.sd").isNull()) {
          return new KernfsNode(cache.value().at("kobj.sd"))
              .children().stream()
                  .filter(node -> node.isFile() && node.isReadable())
                  .map(KernfsNode::name)
                  .filter(Attributes::isKnown)
                  .sorted()
                  .toList();
        }
      }
      return List.of();
    }

    private static boolean isKnown(String name) {
      return FLAGS.containsKey(name)
          || MEMBERS.containsKey(name)
          || COUNTS.containsKey(name)
          || OTHERS.contains(name);
    }
  }
}
