package org.vmcore.dump;

import java.util.function.LongConsumer;

/**
 * What a read gives of memory that the dump does not hold: the one place that decides between zeros
 * and a fault. Memory that is zero or was excluded, the container cannot tell, reads as zeros, or
 * an ELF dump could not be read at all; excluded memory does on request alone. What is absent,
 * lost, cut off or damaged is a fault always. Each read that got such zeros is told to a listener.
 * Immutable.
 */
public final class ReadPolicy {
  /** Zeros where they are as likely as not; nobody is told. */
  public static final ReadPolicy STRICT = strict(vaddr -> {});

  private final boolean zeroExcluded;
  private final LongConsumer tookZeros;

  private ReadPolicy(boolean zeroExcluded, LongConsumer tookZeros) {
    this.zeroExcluded = zeroExcluded;
    this.tookZeros = tookZeros;
  }

  /**
   * @param tookZeros receives the address of each read that got zeros in place of bytes, on the
   *     thread that read
   */
  public static ReadPolicy strict(LongConsumer tookZeros) {
    return new ReadPolicy(false, tookZeros);
  }

  /** As above, but excluded memory reads as zeros too. */
  public static ReadPolicy zeroFilling(LongConsumer tookZeros) {
    return new ReadPolicy(true, tookZeros);
  }

  boolean givesZeros(PageState state) {
    return state == PageState.ZERO_OR_EXCLUDED || zeroExcluded && state == PageState.EXCLUDED;
  }

  /** Tells that a read got zeros of a page that is not saved. */
  public void tookZeros(long vaddr) {
    tookZeros.accept(vaddr);
  }

  /** The same dump, read by this policy. */
  Dump over(Dump dump) {
    return new Policed(dump, this);
  }

  private static final class Policed extends ForwardingDump {
    private final ReadPolicy policy;
    private final byte[] zeros;

    Policed(Dump dump, ReadPolicy policy) {
      super(dump);
      this.policy = policy;
      this.zeros = new byte[dump.description().blockSizeBytes()];
    }

    @Override
    public Page page(long paddr) {
      try {
        return dump.page(paddr);
      } catch (PageExcluded excluded) {
        if (!policy.givesZeros(excluded.state())) {
          throw excluded;
        }
        return new Page(paddr & -(long) zeros.length, zeros, 0, zeros.length, false);
      }
    }

    @Override
    public ReadPolicy readPolicy() {
      return policy;
    }
  }
}
