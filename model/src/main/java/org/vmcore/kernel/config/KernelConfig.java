package org.vmcore.kernel.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/**
 * The kernel's configuration, of kernels built with {@code CONFIG_IKCONFIG} ({@code
 * kernel/configs.c}): they carry it compressed.
 */
public final class KernelConfig {
  private static final int MAX_COMPRESSED_BYTES = 4 << 20;
  private static final int MAX_BYTES = 16 << 20;

  private final byte[] compressed;
  private final String text;
  private final Map<String, String> values = new LinkedHashMap<>();

  private KernelConfig(byte[] compressed, String text) {
    this.compressed = compressed;
    this.text = text;
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.charAt(0) != '#') {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
  }

  /** Empty for a kernel that does not carry it, or has it in a module that is not loaded. */
  public static Optional<KernelConfig> of(Program kernel) {
    return kernel.computed(KernelConfig.class, KernelConfig::read);
  }

  private static Optional<KernelConfig> read(Program kernel) {
    OptionalLong start = kernel.findAddress("kernel_config_data");
    OptionalLong end = kernel.findAddress("kernel_config_data_end");
    if (start.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    long size = end.getAsLong() - start.getAsLong();
    if (size <= 0 || size > MAX_COMPRESSED_BYTES) {
      throw new Malformed("absurd size " + size, "kernel_config_data", start.getAsLong());
    }
    byte[] compressed = kernel.memory().read(start.getAsLong(), (int) size);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
      return Optional.of(new KernelConfig(compressed, text));
    } catch (IOException broken) {
      throw new Malformed("no gzip data", "kernel_config_data", start.getAsLong());
    }
  }

  /** The bytes of {@code /proc/config.gz}. */
  public byte[] compressed() {
    return compressed.clone();
  }

  /** As {@code /proc/config.gz} unpacks. */
  public String text() {
    return text;
  }

  /** {@code CONFIG_HZ} to {@code 250}: options that are set, in the order of the text. */
  public Map<String, String> values() {
    return Collections.unmodifiableMap(values);
  }
}
