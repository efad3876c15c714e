package rostra.analyzers;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.AnalyzerFactory;

/** Serves Lucene's Arabic analyzer, with its own stop words, as {"type": "arabic"}. */
@NamedComponent("arabic")
public class Arabic implements AnalyzerFactory {
    @Override
    public String name() {
        return "arabic";
    }

    @Override
    public Analyzer create() {
        return new ArabicAnalyzer();
    }
}
