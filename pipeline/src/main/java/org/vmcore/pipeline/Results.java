package org.vmcore.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.vmcore.archive.NotWritable;

/** {@code results.jsonl}: one line of JSON for each dump, in the order of the manifest. */
public final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Results() {}

  /** Writes the file; it appears complete or not at all. */
  static void write(Path file, List<DumpResult> results) {
    StringBuilder lines = new StringBuilder();
    results.stream()
        .sorted(Comparator.comparing(result -> result.request().id()))
        .forEach(result -> lines.append(json(result)).append('\n'));
    Path unnamed = file.resolveSibling("." + file.getFileName() + ".tmp-" + UUID.randomUUID());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try {
        Files.writeString(unnamed, lines);
        Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unnamed);
      }
    } catch (IOException e) {
      throw NotWritable.because(e, file);
    }
  }

  private static String json(DumpResult result) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", result.request().id());
    row.put("dump", result.request().dump());
    if (!result.request().parts().isEmpty()) {
      ArrayNode parts = row.putArray("parts");
      result.request().parts().forEach(parts::add);
    }
    row.put("vmlinux", result.request().vmlinux());
    row.put("label", result.request().label());
    row.put("ok", !result.isFailure());
    if (result.isFailure()) {
      row.put("failure", result.failure());
    } else {
      row.put("archive", result.archive());
      row.put("bytes", result.sizeBytes());
      row.put("sha256", result.sha256());
      ObjectNode files = row.putObject("files");
      result.files().forEach(files::put);
      ArrayNode warnings = row.putArray("warnings");
      result.warnings().forEach(warnings::add);
      row.putRawValue("container", new RawValue(result.container()));
    }
    return row.toString();
  }

  public static List<DumpResult> read(Path file) throws IOException {
    List<DumpResult> results = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode row = JSON.readTree(line);
      DumpRequest request =
          new DumpRequest(
              row.path("id").asText(),
              row.path("dump").asText(),
              strings(row.path("parts")),
              row.path("vmlinux").asText(),
              List.of(),
              row.path("label").asText());
      Map<String, Long> files = new TreeMap<>();
      row.path("files")
          .fields()
          .forEachRemaining(f -> files.put(f.getKey(), f.getValue().asLong()));
      results.add(
          new DumpResult(
              request,
              row.path("archive").asText(),
              row.path("bytes").asLong(),
              row.path("sha256").asText(),
              files,
              strings(row.path("warnings")),
              row.path("container").toString(),
              row.path("failure").asText()));
    }
    return results;
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(string -> strings.add(string.asText()));
    return strings;
  }
}
