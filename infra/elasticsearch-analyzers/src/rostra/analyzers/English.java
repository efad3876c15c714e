package rostra.analyzers;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.AnalyzerFactory;

/** Serves Lucene's English analyzer, with its own stop words, as {"type": "english"}. */
@NamedComponent("english")
public class English implements AnalyzerFactory {
    @Override
    public String name() {
        return "english";
    }

    @Override
    public Analyzer create() {
        return new EnglishAnalyzer();
    }
}
