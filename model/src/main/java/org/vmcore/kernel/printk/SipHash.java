package org.vmcore.kernel.printk;

/** SipHash-2-4 of one number, {@code siphash_1u64()} in {@code lib/siphash.c}. */
final class SipHash {
  private static final int COMPRESSION_ROUNDS = 2;
  private static final int FINALIZATION_ROUNDS = 4;

  // The algorithm's constants: "somepseudorandomlygeneratedbytes"
  private long v0 = 0x736f6d6570736575L;
  private long v1 = 0x646f72616e646f6dL;
  private long v2 = 0x6c7967656e657261L;
  private long v3 = 0x7465646279746573L;

  private SipHash(long key0, long key1) {
    v0 ^= key0;
    v1 ^= key1;
    v2 ^= key0;
    v3 ^= key1;
  }

  static long of(long key0, long key1, long message) {
    SipHash hash = new SipHash(key0, key1);
    hash.add(message);
    hash.add((long) Long.BYTES << 56); // the last block holds the length
    hash.v2 ^= 0xff;
    hash.rounds(FINALIZATION_ROUNDS);
    return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3;
  }

  private void add(long block) {
    v3 ^= block;
    rounds(COMPRESSION_ROUNDS);
    v0 ^= block;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
