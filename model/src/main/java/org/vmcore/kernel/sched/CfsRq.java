package org.vmcore.kernel.sched;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * A {@code struct cfs_rq}, {@code kernel/sched/sched.h}: entities that wait for their share of a
 * CPU. Times are virtual nanoseconds.
 */
public record CfsRq(Value value) {
  private static final int SCHED_FIXEDPOINT_SHIFT = 10; // include/linux/sched.h
  private static final long MIN_WEIGHT = 2;

  /** {@code cfs_rq_of()}: the queue of an entity on its CPU. */
  public static CfsRq of(Value entity, RunQueue queue) {
    return entity.has("cfs_rq") ? new CfsRq(entity.field("cfs_rq").deref()) : queue.cfs();
  }

  /** Whether what runs next is chosen by eligibility and deadline: EEVDF, since 6.6. */
  public boolean hasDeadlines() {
    return value.has("avg_vruntime") || value.has("sum_w_vruntime");
  }

  /** The {@code struct sched_entity}s that wait, in the order of their tree. */
  public List<Value> entities() {
    return RbTree.inOrder(value.field("tasks_timeline"), "struct sched_entity", "run_node");
  }

  /** The entity at the top of the tree, which knows the least {@code vruntime} below it. */
  public Optional<Value> rootEntity() {
    Value node = MemberVariants.first(value.field("tasks_timeline"), "rb_root.rb_node", "rb_node");
    return node.isNull()
        ? Optional.empty()
        : Optional.of(node.containerOf("struct sched_entity", "run_node"));
  }

  /** The group whose entities these are, where groups share CPU time. */
  public Optional<TaskGroup> group() {
    return value.has("tg") && !value.field("tg").isNull()
        ? Optional.of(TaskGroup.of(value.field("tg")))
        : Optional.empty();
  }

  /** {@code tg_se()}: the entity that stands for the group in its parent's queue on a CPU. */
  public Optional<Value> groupEntity(int cpu) {
    Optional<TaskGroup> group = group().filter(g -> !g.isRoot());
    if (group.isEmpty()) {
      return Optional.empty();
    }
    if (!group.get().value().has("se")) { // since 7.2 it lies beside the queue
      return Optional.of(value.containerOf("struct cfs_tg_state", "cfs_rq").field("se"));
    }
    Value entity = group.get().value().field("se").index(cpu);
    return entity.isNull() ? Optional.empty() : Optional.of(entity.deref());
  }

  /** What the sums count from: {@code zero_vruntime}, before 6.19 {@code min_vruntime}. */
  public long zeroVruntime() {
    return MemberVariants.first(value, "zero_vruntime", "min_vruntime").asLong();
  }

  /** {@code avg_vruntime()}, {@code kernel/sched/fair.c}: where the queue as a whole stands. */
  public long avgVruntime() {
    Load load = load();
    if (load.weight() == 0) {
      return zeroVruntime();
    }
    long runtime = load.runtime() < 0 ? load.runtime() - (load.weight() - 1) : load.runtime();
    return zeroVruntime() + runtime / load.weight();
  }

  /** {@code entity_eligible()}: whether an entity has not yet had its share. */
  public boolean isEligible(long vruntime) {
    Load load = load();
    BigInteger behind = BigInteger.valueOf(vruntime - zeroVruntime());
    BigInteger fair = behind.multiply(BigInteger.valueOf(load.weight()));
    return BigInteger.valueOf(load.runtime()).compareTo(fair) >= 0;
  }

  /** Sums over the entities that wait and the one that runs. */
  private record Load(long runtime, long weight) {}

  private Load load() {
    long runtime = MemberVariants.first(value, "sum_w_vruntime", "avg_vruntime").asLong();
    long weight = MemberVariants.first(value, "sum_weight", "avg_load").asLong();
    Value curr = value.field("curr");
    if (!curr.isNull() && curr.field("on_rq").asBoolean()) {
      long own = scaled(curr.at("load.weight").asLong());
      runtime += (curr.field("vruntime").asLong() - zeroVruntime()) * own;
      weight += own;
    }
    return new Load(runtime, weight);
  }

  /** {@code scale_load_down()}; since 7.2 weights shrink only where sums would overflow. */
  private long scaled(long weight) {
    int shift = value.has("sum_shift") ? value.field("sum_shift").asInt() : SCHED_FIXEDPOINT_SHIFT;
    return weight == 0 || shift == 0 ? weight : Math.max(MIN_WEIGHT, weight >>> shift);
  }
}
