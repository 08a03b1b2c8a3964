import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.simplereport.jaxb.XmlTimestamp;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Has EU DSS validate the signatures of PDFs, offline, all in one process.
 *
 * <p>Arguments: the trusted root, then revocation lists, all in DER. A line of standard input for
 * each file: the level of its signatures (B-LTA), a tab, its path. Files of B-B and B-T carry no
 * revocation data, so only they are given the lists.
 *
 * <p>A line of standard output for each signature, tabs between: path, field, "passed" or "failed",
 * and what DSS said. A signature has passed if it is TOTAL_PASSED at its level, its time-stamps are
 * PASSED, and there is no warning of any kind: by its own policy DSS only warns of what was changed
 * after signing.
 */
public final class Signatures {
  public static void main(String[] args) throws Exception {
    var root = new CommonTrustedCertificateSource();
    root.addCertificate(DSSUtils.loadCertificate(new File(args[0])));
    String[] lists = Arrays.copyOfRange(args, 1, args.length);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      String[] asked = line.split("\t", 2);
      try {
        judge(asked[0], asked[1], root, lists);
      } catch (Exception | StackOverflowError e) {
        say(asked[1], "", false, List.of(e.toString()));
      }
    }
  }

  static void judge(String level, String path, CommonTrustedCertificateSource root, String[] lists) throws Exception {
    var verifier = new CommonCertificateVerifier(true); // no source is online
    verifier.setTrustedCertSources(root);
    if (level.equals("B-B") || level.equals("B-T")) {
      InputStream[] streams = new InputStream[lists.length];
      for (int i = 0; i < lists.length; i++) {
        streams[i] = new FileInputStream(lists[i]);
      }
      verifier.setCrlSource(new ExternalResourcesCRLSource(streams));
    }
    var validator = SignedDocumentValidator.fromDocument(new FileDocument(path));
    validator.setCertificateVerifier(verifier);
    Reports reports = validator.validateDocument();
    SimpleReport report = reports.getSimpleReport();
    DiagnosticData data = reports.getDiagnosticData();
    if (report.getSignatureIdList().isEmpty()) {
      say(path, "", false, List.of("no signature"));
    }
    for (String id : report.getSignatureIdList()) {
      List<String> said = new ArrayList<>();
      String format = String.valueOf(report.getSignatureFormat(id));
      boolean passed = report.getIndication(id) == Indication.TOTAL_PASSED && format.equals("PAdES-BASELINE-" + level.substring(2));
      said.add(report.getIndication(id) + " " + report.getSubIndication(id) + " " + format);
      add(said, report.getAdESValidationErrors(id));
      passed &= add(said, report.getAdESValidationWarnings(id));
      for (XmlTimestamp stamp : report.getSignatureTimestamps(id)) {
        said.add("time-stamp " + stamp.getIndication() + " " + stamp.getSubIndication());
        passed &= stamp.getIndication() == Indication.PASSED;
        var details = stamp.getAdESValidationDetails();
        if (details != null) {
          details.getError().forEach(m -> said.add(m.getValue()));
          details.getWarning().forEach(m -> said.add(m.getValue()));
          passed &= details.getWarning().isEmpty();
        }
      }
      say(path, data.getSignatureById(id).getFirstFieldName(), passed, said);
    }
  }

  /** Adds messages, and says whether there are none. */
  static boolean add(List<String> said, List<Message> messages) {
    messages.forEach(m -> said.add(m.getValue()));
    return messages.isEmpty();
  }

  static void say(String path, String field, boolean passed, List<String> said) {
    String words = String.join("; ", said).replaceAll("\\s+", " ");
    System.out.println(String.join("\t", path, field, passed ? "passed" : "failed", words));
  }
}
