package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * {@code /proc/crypto}: {@code c_show()}, {@code crypto/proc.c}. The algorithms' types print the
 * rest; each is known by the name of its function.
 */
final class Crypto {
  // include/linux/crypto.h
  private static final int CRYPTO_ALG_TYPE_MASK = 0xf;
  private static final int CRYPTO_ALG_TYPE_CIPHER = 1;
  private static final int CRYPTO_ALG_TYPE_COMPRESS = 2;
  private static final int CRYPTO_ALG_LARVAL = 0x10;
  private static final int CRYPTO_ALG_ASYNC = 0x80;
  private static final int CRYPTO_ALG_TESTED = 0x400;
  private static final int CRYPTO_ALG_INTERNAL = 0x2000;

  @Emits("proc/crypto")
  void crypto(Program kernel, Text out) {
    if (!kernel.hasSymbol("crypto_alg_list")) {
      throw new NoSuchFile("the kernel has no cryptographic algorithms");
    }
    for (Value alg :
        ListHead.forEachEntry(kernel.symbol("crypto_alg_list"), "struct crypto_alg", "cra_list")) {
      print(alg, out);
      out.line("");
    }
  }

  private static void print(Value alg, Text out) {
    long flags = alg.field("cra_flags").asLong();
    Value module = alg.field("cra_module");
    out.line("name         : %s", alg.field("cra_name").asString());
    out.line("driver       : %s", alg.field("cra_driver_name").asString());
    out.line("module       : %s", module.isNull() ? "kernel" : module.field("name").asString());
    out.line("priority     : %d", alg.field("cra_priority").asInt());
    out.line("refcnt       : %u", alg.at("cra_refcnt.refs.counter").asInt());
    out.line("selftest     : %s", (flags & CRYPTO_ALG_TESTED) != 0 ? "passed" : "unknown");
    out.line("internal     : %s", yesOrNo(flags & CRYPTO_ALG_INTERNAL));
    if ((flags & CRYPTO_ALG_LARVAL) != 0) {
      out.line("type         : larval");
      out.line("flags        : 0x%x", flags);
      return;
    }
    Value type = alg.field("cra_type");
    if (!type.isNull() && !type.field("show").isNull()) {
      printTyped(alg, show(type), out);
    } else {
      printUntyped(alg, out);
    }
  }

  private static String yesOrNo(long bits) {
    return bits != 0 ? "yes" : "no";
  }

  private static String show(Value type) {
    return type.program().symbolAt(type.field("show").asLong()).map(SymbolAt::name).orElse("");
  }

  private static void printUntyped(Value alg, Text out) {
    switch ((int) (alg.field("cra_flags").asLong() & CRYPTO_ALG_TYPE_MASK)) {
      case CRYPTO_ALG_TYPE_CIPHER -> {
        Value cipher = alg.at("cra_u.cipher");
        out.line("type         : cipher");
        printNumber("blocksize", alg.field("cra_blocksize"), out);
        printNumber("min keysize", cipher.field("cia_min_keysize"), out);
        printNumber("max keysize", cipher.field("cia_max_keysize"), out);
      }
      case CRYPTO_ALG_TYPE_COMPRESS -> out.line("type         : compression");
      default -> out.line("type         : unknown");
    }
  }

  private static void printTyped(Value alg, String show, Text out) {
    switch (show) {
      case "crypto_skcipher_show" -> printSkcipher(alg, out);
      case "crypto_lskcipher_show" -> printLskcipher(alg, out);
      case "crypto_aead_show" -> printAead(alg, out);
      case "crypto_shash_show" -> printHash(alg, "shash", "struct shash_alg", out);
      case "crypto_ahash_show" -> {
        out.line("type         : ahash");
        printAsync(alg, out);
        printNumber("blocksize", alg.field("cra_blocksize"), out);
        printNumber("digestsize", common(alg).field("digestsize"), out);
      }
      case "crypto_rng_show" -> {
        out.line("type         : rng");
        printNumber("seedsize", around(alg, "struct rng_alg", "base").field("seedsize"), out);
      }
      default -> printName(show, out);
    }
  }

  /** The others print no more than their type: {@code crypto_kpp_show()} and the like. */
  private static void printName(String show, Text out) {
    if (show.startsWith("crypto_") && show.endsWith("_show")) {
      out.line("type         : %s", show.substring(7, show.length() - 5));
    } else {
      out.partial("algorithms of type " + show + " are not known");
    }
  }

  private static void printHash(Value alg, String type, String struct, Text out) {
    out.line("type         : %s", type);
    printNumber("blocksize", alg.field("cra_blocksize"), out);
    printNumber("digestsize", around(alg, struct, "base").field("digestsize"), out);
  }

  private static void printSkcipher(Value alg, Text out) {
    Value skcipher = around(alg, "struct skcipher_alg", "base");
    out.line("type         : skcipher");
    printAsync(alg, out);
    printNumber("blocksize", alg.field("cra_blocksize"), out);
    printNumber("min keysize", skcipher.field("min_keysize"), out);
    printNumber("max keysize", skcipher.field("max_keysize"), out);
    printNumber("ivsize", skcipher.field("ivsize"), out);
    printNumber("chunksize", skcipher.field("chunksize"), out);
    printNumber("walksize", skcipher.field("walksize"), out);
    if (skcipher.has("statesize")) {
      printNumber("statesize", skcipher.field("statesize"), out);
    }
  }

  private static void printLskcipher(Value alg, Text out) {
    Value cipher = around(alg, "struct lskcipher_alg", "co.base");
    out.line("type         : lskcipher");
    printNumber("blocksize", alg.field("cra_blocksize"), out);
    printNumber("min keysize", cipher.at("co.min_keysize"), out);
    printNumber("max keysize", cipher.at("co.max_keysize"), out);
    printNumber("ivsize", cipher.at("co.ivsize"), out);
    printNumber("chunksize", cipher.at("co.chunksize"), out);
    printNumber("statesize", cipher.at("co.statesize"), out);
  }

  private static void printAead(Value alg, Text out) {
    Value aead = around(alg, "struct aead_alg", "base");
    out.line("type         : aead");
    printAsync(alg, out);
    printNumber("blocksize", alg.field("cra_blocksize"), out);
    printNumber("ivsize", aead.field("ivsize"), out);
    printNumber("maxauthsize", aead.field("maxauthsize"), out);
    out.line("geniv        : <none>");
  }

  private static void printAsync(Value alg, Text out) {
    out.line("async        : %s", yesOrNo(alg.field("cra_flags").asLong() & CRYPTO_ALG_ASYNC));
  }

  private static void printNumber(String name, Value number, Text out) {
    out.line("%-12s : %u", name, number.asLong());
  }

  /** {@code struct hash_alg_common}, which ends with the algorithm. */
  private static Value common(Value alg) {
    return around(alg, "struct hash_alg_common", "base");
  }

  /** {@code container_of()}. */
  private static Value around(Value alg, String type, String member) {
    Program kernel = alg.program();
    return kernel.object(type, alg.address() - kernel.offsetOf(type, member));
  }
}
