package org.vmcore.kernel.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct kmem_cache} of SLUB, {@code mm/slub.c}: objects of one size, slab by slab. */
public final class SlabCache {
  private static final int OO_SHIFT = 16; // mm/slub.c: what stands above is the order
  private static final int MAX_ORDER = 30;

  private final Value cache;

  /**
   * How full a cache is.
   *
   * @param objects room in all slabs
   * @param partialSlabs slabs that wait on a node's list, neither full nor empty
   * @param partialObjects room in these
   * @param partialInuse objects in use in these; those that CPUs keep at hand count as in use
   */
  public record Counts(
      long slabs, long objects, long partialSlabs, long partialObjects, long partialInuse) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** {@code active_objs}. */
    public long active() {
      return objects - partialObjects + partialInuse;
    }

    Counts plus(Counts other) {
      return new Counts(
          slabs + other.slabs,
          objects + other.objects,
          partialSlabs + other.partialSlabs,
          partialObjects + other.partialObjects,
          partialInuse + other.partialInuse);
    }
  }

  private SlabCache(Value cache) {
    this.cache = cache;
  }

  /** All caches, the newest first. */
  public static List<SlabCache> of(Program kernel) {
    return kernel.computed(SlabCache.class, SlabCache::find);
  }

  private static List<SlabCache> find(Program kernel) {
    boolean groupsHaveOwn = kernel.hasSymbol("slab_root_caches"); // before 5.9
    List<Value> caches =
        groupsHaveOwn
            ? ListHead.forEachEntry(
                kernel.symbol("slab_root_caches"),
                "struct kmem_cache",
                "memcg_params.root_caches_node")
            : ListHead.forEachEntry(kernel.symbol("slab_caches"), "struct kmem_cache", "list");
    return caches.stream().map(SlabCache::new).toList();
  }

  /** The {@code struct kmem_cache}. */
  public Value value() {
    return cache;
  }

  public String name() {
    return cache.field("name").asString();
  }

  /** Bytes from object to object. */
  public long sizeBytes() {
    return cache.field("size").asLong();
  }

  /** Bytes of an object without what SLUB adds. */
  public long objectSizeBytes() {
    return cache.field("object_size").asLong();
  }

  /** {@code oo_objects()}. */
  public int objectsPerSlab() {
    return (int) (cache.at("oo.x").asLong() & (1 << OO_SHIFT) - 1);
  }

  /** {@code oo_order()}: slabs have 2 to this power pages. */
  public int order() {
    long order = (cache.at("oo.x").asLong() & 0xffffffffL) >> OO_SHIFT;
    if (order > MAX_ORDER) {
      throw new Malformed("absurd order " + order, "struct kmem_cache", cache.address());
    }
    return (int) order;
  }

  /** Whether a bit of {@code flags} is set. */
  public boolean has(SlabFlag flag) {
    return (cache.field("flags").asLong() & flag.mask(cache.program())) != 0;
  }

  /** Bytes of all its slabs. */
  public long totalBytes() {
    return counts().slabs() << order() + cache.program().pageShift();
  }

  /**
   * {@code get_slabinfo()}: how full it is, with what control groups have of it (before 5.9).
   *
   * @throws Malformed when a list of slabs runs into itself
   */
  public Counts counts() {
    return countsByNode().values().stream().reduce(Counts.NONE, Counts::plus);
  }

  /** The same by number of the node that the slabs lie on. */
  public Map<Integer, Counts> countsByNode() {
    return cache.program().computed("slab counts " + cache.address(), kernel -> count());
  }

  private Map<Integer, Counts> count() {
    Map<Integer, Counts> byNode = new TreeMap<>();
    addCounts(cache, byNode);
    if (cache.has("memcg_params.children")) {
      ListHead.forEachEntry(
              cache.at("memcg_params.children"), "struct kmem_cache", "memcg_params.children_node")
          .forEach(child -> addCounts(child, byNode));
    }
    return byNode;
  }

  private static void addCounts(Value cache, Map<Integer, Counts> byNode) {
    nodes(cache).forEach((id, node) -> byNode.merge(id, counts(node), Counts::plus));
  }

  /** {@code for_each_kmem_cache_node()}: by number. */
  private static Map<Integer, Value> nodes(Value cache) {
    Map<Integer, Value> nodes = new TreeMap<>();
    for (Node node : Node.online(cache.program())) {
      Value pointer =
          cache.has("per_node") // 7.0+
              ? cache.field("per_node").index(node.id()).field("node")
              : cache.field("node").index(node.id());
      if (!pointer.isNull()) {
        nodes.put(node.id(), pointer.deref());
      }
    }
    return nodes;
  }

  /** Of a {@code struct kmem_cache_node}. */
  private static Counts counts(Value node) {
    long slabs = 0;
    long objects = 0;
    long inuse = 0;
    for (Value slab : partialSlabs(node)) {
      slabs++;
      objects += slab.field("objects").asLong();
      inuse += slab.field("inuse").asLong();
    }
    return new Counts(
        node.at("nr_slabs.counter").asLong(),
        node.at("total_objects.counter").asLong(),
        slabs,
        objects,
        inuse);
  }

  /**
   * Slabs that are neither full nor empty, of all nodes: {@code struct slab}, before 5.17 {@code
   * struct page}.
   */
  public List<Value> partialSlabs() {
    List<Value> slabs = new ArrayList<>();
    for (Value node : nodes(cache).values()) {
      slabs.addAll(partialSlabs(node));
    }
    return slabs;
  }

  private static List<Value> partialSlabs(Value node) {
    Program kernel = node.program();
    String type = kernel.hasType("struct slab") ? "struct slab" : "struct page";
    String link = kernel.hasMember(type, "slab_list") ? "slab_list" : "lru";
    return ListHead.forEachEntry(node.field("partial"), type, link);
  }
}
