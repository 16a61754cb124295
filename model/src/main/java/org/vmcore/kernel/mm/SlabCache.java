package org.vmcore.kernel.mm;

import java.util.ArrayList;
import java.util.List;
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
   * @param free objects free in slabs that wait on a node's list; those that CPUs keep at hand
   *     count as in use
   * @param partialSlabs slabs on these lists
   */
  public record Counts(long slabs, long objects, long free, long partialSlabs) {
    /** {@code active_objs}. */
    public long active() {
      return objects - free;
    }

    private Counts plus(Counts other) {
      return new Counts(
          slabs + other.slabs,
          objects + other.objects,
          free + other.free,
          partialSlabs + other.partialSlabs);
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
    return cache.program().computed("slab counts " + cache.address(), kernel -> count());
  }

  private Counts count() {
    Counts sum = count(cache);
    if (cache.has("memcg_params.children")) {
      for (Value child :
          ListHead.forEachEntry(
              cache.at("memcg_params.children"),
              "struct kmem_cache",
              "memcg_params.children_node")) {
        sum = sum.plus(count(child));
      }
    }
    return sum;
  }

  private static Counts count(Value cache) {
    Counts sum = new Counts(0, 0, 0, 0);
    for (Value node : nodes(cache)) {
      long free = 0;
      List<Value> partial = partialSlabs(node);
      for (Value slab : partial) {
        free += slab.field("objects").asLong() - slab.field("inuse").asLong();
      }
      sum =
          sum.plus(
              new Counts(
                  node.at("nr_slabs.counter").asLong(),
                  node.at("total_objects.counter").asLong(),
                  free,
                  partial.size()));
    }
    return sum;
  }

  /** {@code for_each_kmem_cache_node()}: {@code struct kmem_cache_node}s. */
  private static List<Value> nodes(Value cache) {
    boolean together = cache.has("per_node"); // 6.18+
    List<Value> nodes = new ArrayList<>();
    for (Node node : Node.online(cache.program())) {
      Value pointer =
          together
              ? cache.field("per_node").index(node.id()).field("node")
              : cache.field("node").index(node.id());
      if (!pointer.isNull()) {
        nodes.add(pointer.deref());
      }
    }
    return nodes;
  }

  /** {@code struct slab}s, before 5.17 {@code struct page}s. */
  private static List<Value> partialSlabs(Value node) {
    Program kernel = node.program();
    String type = kernel.hasType("struct slab") ? "struct slab" : "struct page";
    String link = kernel.hasMember(type, "slab_list") ? "slab_list" : "lru";
    return ListHead.forEachEntry(node.field("partial"), type, link);
  }
}
