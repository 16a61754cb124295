package org.vmcore.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code sos_reports/manifest.json}: the crash, and every file with its emitter, its outcome and
 * the block of the archive that holds it; and {@code sos_logs/sos.log}: what is not as it should
 * be, a line each. No time, no name of this machine: equal dumps give equal text.
 */
public final class Manifest {
  private static final JsonFactory JSON = new JsonFactory();

  /** A file and where it is. */
  private record Placed(FileRow row, int block) {}

  private final List<Placed> files = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();

  /**
   * @param block number of the block in the archive
   */
  public void add(FileRow row, int block) {
    files.add(new Placed(row, block));
    counts.merge(row.status(), 1L, Long::sum);
  }

  /** Files by outcome. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** Whether the report holds this file. */
  boolean has(String path) {
    return files.stream()
        .anyMatch(f -> f.row().path().equals(path) && !f.row().status().equals("ABSENT"));
  }

  /**
   * @param version of this tool
   * @param crash as {@link #json(CrashFacts)} gives it
   */
  byte[] json(String version, String crash) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(files.size() * 160 + 4096);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("tool", "vmcore-report");
      json.writeStringField("version", version);
      json.writeFieldName("crash");
      json.writeRawValue(crash);
      json.writeObjectFieldStart("counts");
      for (Map.Entry<String, Long> count : counts.entrySet()) {
        json.writeNumberField(count.getKey(), count.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("files");
      for (Placed file : files) {
        write(json, file);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write('\n');
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, Placed file) throws IOException {
    FileRow row = file.row();
    json.writeStartObject();
    json.writeStringField("path", row.path());
    json.writeStringField("emitter", row.emitter());
    json.writeStringField("status", row.status());
    if (!row.reason().isEmpty()) {
      json.writeStringField("reason", row.reason());
    }
    if (!row.status().equals("ABSENT")) {
      json.writeNumberField("bytes", row.sizeBytes());
      json.writeNumberField("block", file.block());
    }
    if (row.nrZeroed() > 0) {
      json.writeNumberField("zeros_for_unsaved_reads", row.nrZeroed());
    }
    if (row.nrUnreadable() > 0) {
      json.writeNumberField("unreadable_reads", row.nrUnreadable());
      json.writeArrayFieldStart("unreadable");
      for (String page : row.unreadable()) {
        json.writeString(page);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** How the dump packs its memory, as a JSON object in one line: not for the archive. */
  public static String json(CrashFacts.Container container) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("format", container.format());
      if (container.dumpLevel().isPresent()) {
        json.writeNumberField("level", container.dumpLevel().getAsInt());
      }
      json.writeNumberField("page_bytes", container.pageSizeBytes());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The crash as a JSON object in one line. */
  public static String json(CrashFacts facts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("host", facts.host());
      json.writeStringField("time", facts.crashTime().toString());
      json.writeStringField("release", facts.release());
      json.writeStringField("kernel_version", facts.version());
      json.writeStringField("machine", facts.machine());
      json.writeStringField("build_id", facts.buildId());
      json.writeStringField("panic", facts.panic());
      json.writeObjectFieldStart("memory_kb");
      for (Map.Entry<String, Long> state : facts.memoryKb().entrySet()) {
        json.writeNumberField(state.getKey(), state.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("warnings");
      for (String warning : facts.warnings()) {
        json.writeString(warning);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The dump's oddities, from what {@link #json(CrashFacts)} gave. */
  public static List<String> warnings(String crash) throws IOException {
    List<String> warnings = new ArrayList<>();
    new ObjectMapper().readTree(crash).path("warnings").forEach(w -> warnings.add(w.asText()));
    return warnings;
  }

  /** One line for each file that is not as the live machine's. */
  byte[] log() {
    StringBuilder log = new StringBuilder();
    for (Placed file : files) {
      FileRow row = file.row();
      if (!row.status().equals("OK")) {
        log.append(row.status())
            .append(' ')
            .append(row.path())
            .append(" [")
            .append(row.emitter())
            .append("] ")
            .append(oneLine(row.reason()))
            .append('\n');
      }
    }
    return log.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
