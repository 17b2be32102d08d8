using System.Collections.Frozen;

namespace HospitalityMemory;

/// <summary>Countries and territories: the codes of ISO 3166-1 and the English names that people write.</summary>
internal static class CountryNames
{
    // Each line has the code of two letters, the code of three, and the names, with bars between them.
    private static readonly string[] Lines =
    [
        "AD|AND|Andorra", "AE|ARE|United Arab Emirates|UAE|Emirates", "AF|AFG|Afghanistan", "AG|ATG|Antigua and Barbuda|Antigua & Barbuda", "AI|AIA|Anguilla",
        "AL|ALB|Albania", "AM|ARM|Armenia", "AO|AGO|Angola", "AQ|ATA|Antarctica", "AR|ARG|Argentina", "AS|ASM|American Samoa",
        "AT|AUT|Austria|Österreich", "AU|AUS|Australia", "AW|ABW|Aruba", "AX|ALA|Åland Islands|Åland", "AZ|AZE|Azerbaijan",
        "BA|BIH|Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnia", "BB|BRB|Barbados", "BD|BGD|Bangladesh", "BE|BEL|Belgium", "BF|BFA|Burkina Faso",
        "BG|BGR|Bulgaria", "BH|BHR|Bahrain", "BI|BDI|Burundi", "BJ|BEN|Benin", "BL|BLM|Saint Barthélemy|St Barthélemy|St Barts", "BM|BMU|Bermuda",
        "BN|BRN|Brunei Darussalam|Brunei", "BO|BOL|Bolivia|Bolivia, Plurinational State of", "BQ|BES|Bonaire, Sint Eustatius and Saba|Caribbean Netherlands",
        "BR|BRA|Brazil|Brasil", "BS|BHS|Bahamas|The Bahamas", "BT|BTN|Bhutan", "BV|BVT|Bouvet Island", "BW|BWA|Botswana", "BY|BLR|Belarus", "BZ|BLZ|Belize",
        "CA|CAN|Canada", "CC|CCK|Cocos (Keeling) Islands|Cocos Islands", "CD|COD|Congo, Democratic Republic of the|Democratic Republic of the Congo|DR Congo|DRC",
        "CF|CAF|Central African Republic", "CG|COG|Congo|Republic of the Congo", "CH|CHE|Switzerland|Schweiz|Suisse", "CI|CIV|Côte d'Ivoire|Ivory Coast",
        "CK|COK|Cook Islands", "CL|CHL|Chile", "CM|CMR|Cameroon", "CN|CHN|China|People's Republic of China|PRC|Mainland China", "CO|COL|Colombia",
        "CR|CRI|Costa Rica", "CU|CUB|Cuba", "CV|CPV|Cabo Verde|Cape Verde", "CW|CUW|Curaçao", "CX|CXR|Christmas Island", "CY|CYP|Cyprus",
        "CZ|CZE|Czechia|Czech Republic", "DE|DEU|Germany|Deutschland|GER", "DJ|DJI|Djibouti", "DK|DNK|Denmark|Danmark", "DM|DMA|Dominica",
        "DO|DOM|Dominican Republic", "DZ|DZA|Algeria", "EC|ECU|Ecuador", "EE|EST|Estonia", "EG|EGY|Egypt", "EH|ESH|Western Sahara", "ER|ERI|Eritrea",
        "ES|ESP|Spain|España", "ET|ETH|Ethiopia", "FI|FIN|Finland|Suomi", "FJ|FJI|Fiji", "FK|FLK|Falkland Islands|Falkland Islands (Malvinas)",
        "FM|FSM|Micronesia|Micronesia, Federated States of|Federated States of Micronesia", "FO|FRO|Faroe Islands|Faroes", "FR|FRA|France", "GA|GAB|Gabon",
        "GB|GBR|United Kingdom|UK|Great Britain|Britain|United Kingdom of Great Britain and Northern Ireland|England|Scotland|Wales|Northern Ireland",
        "GD|GRD|Grenada", "GE|GEO|Georgia", "GF|GUF|French Guiana", "GG|GGY|Guernsey", "GH|GHA|Ghana", "GI|GIB|Gibraltar", "GL|GRL|Greenland", "GM|GMB|Gambia|The Gambia",
        "GN|GIN|Guinea", "GP|GLP|Guadeloupe", "GQ|GNQ|Equatorial Guinea", "GR|GRC|Greece|Hellas", "GS|SGS|South Georgia and the South Sandwich Islands|South Georgia",
        "GT|GTM|Guatemala", "GU|GUM|Guam", "GW|GNB|Guinea-Bissau", "GY|GUY|Guyana", "HK|HKG|Hong Kong|Hong Kong SAR|Hong Kong SAR China",
        "HM|HMD|Heard Island and McDonald Islands", "HN|HND|Honduras", "HR|HRV|Croatia|Hrvatska", "HT|HTI|Haiti", "HU|HUN|Hungary", "ID|IDN|Indonesia",
        "IE|IRL|Ireland|Republic of Ireland|Éire", "IL|ISR|Israel", "IM|IMN|Isle of Man", "IN|IND|India", "IO|IOT|British Indian Ocean Territory", "IQ|IRQ|Iraq",
        "IR|IRN|Iran|Iran, Islamic Republic of|Islamic Republic of Iran", "IS|ISL|Iceland", "IT|ITA|Italy|Italia", "JE|JEY|Jersey", "JM|JAM|Jamaica", "JO|JOR|Jordan",
        "JP|JPN|Japan", "KE|KEN|Kenya", "KG|KGZ|Kyrgyzstan", "KH|KHM|Cambodia", "KI|KIR|Kiribati", "KM|COM|Comoros", "KN|KNA|Saint Kitts and Nevis|St Kitts and Nevis|St Kitts & Nevis",
        "KP|PRK|North Korea|Korea, Democratic People's Republic of|DPRK", "KR|KOR|South Korea|Korea, Republic of|Republic of Korea|Korea", "KW|KWT|Kuwait",
        "KY|CYM|Cayman Islands", "KZ|KAZ|Kazakhstan", "LA|LAO|Laos|Lao People's Democratic Republic|Lao PDR", "LB|LBN|Lebanon", "LC|LCA|Saint Lucia|St Lucia",
        "LI|LIE|Liechtenstein", "LK|LKA|Sri Lanka", "LR|LBR|Liberia", "LS|LSO|Lesotho", "LT|LTU|Lithuania", "LU|LUX|Luxembourg", "LV|LVA|Latvia",
        "LY|LBY|Libya", "MA|MAR|Morocco", "MC|MCO|Monaco", "MD|MDA|Moldova|Moldova, Republic of|Republic of Moldova", "ME|MNE|Montenegro",
        "MF|MAF|Saint Martin|St Martin|Saint Martin (French part)", "MG|MDG|Madagascar", "MH|MHL|Marshall Islands", "MK|MKD|North Macedonia|Macedonia", "ML|MLI|Mali",
        "MM|MMR|Myanmar|Burma", "MN|MNG|Mongolia", "MO|MAC|Macao|Macau|Macau SAR", "MP|MNP|Northern Mariana Islands", "MQ|MTQ|Martinique", "MR|MRT|Mauritania",
        "MS|MSR|Montserrat", "MT|MLT|Malta", "MU|MUS|Mauritius", "MV|MDV|Maldives|The Maldives", "MW|MWI|Malawi", "MX|MEX|Mexico|México", "MY|MYS|Malaysia",
        "MZ|MOZ|Mozambique", "NA|NAM|Namibia", "NC|NCL|New Caledonia", "NE|NER|Niger", "NF|NFK|Norfolk Island", "NG|NGA|Nigeria", "NI|NIC|Nicaragua",
        "NL|NLD|Netherlands|The Netherlands|Holland|Nederland|Netherlands, Kingdom of the", "NO|NOR|Norway|Norge", "NP|NPL|Nepal", "NR|NRU|Nauru", "NU|NIU|Niue", "NZ|NZL|New Zealand|Aotearoa",
        "OM|OMN|Oman", "PA|PAN|Panama", "PE|PER|Peru", "PF|PYF|French Polynesia", "PG|PNG|Papua New Guinea", "PH|PHL|Philippines|The Philippines", "PK|PAK|Pakistan",
        "PL|POL|Poland|Polska", "PM|SPM|Saint Pierre and Miquelon|St Pierre and Miquelon", "PN|PCN|Pitcairn|Pitcairn Islands", "PR|PRI|Puerto Rico",
        "PS|PSE|Palestine|Palestine, State of|State of Palestine|Palestinian Territories", "PT|PRT|Portugal", "PW|PLW|Palau", "PY|PRY|Paraguay", "QA|QAT|Qatar",
        "RE|REU|Réunion", "RO|ROU|Romania", "RS|SRB|Serbia", "RU|RUS|Russia|Russian Federation", "RW|RWA|Rwanda", "SA|SAU|Saudi Arabia|KSA|Kingdom of Saudi Arabia",
        "SB|SLB|Solomon Islands", "SC|SYC|Seychelles", "SD|SDN|Sudan", "SE|SWE|Sweden|Sverige", "SG|SGP|Singapore",
        "SH|SHN|Saint Helena, Ascension and Tristan da Cunha|Saint Helena|St Helena", "SI|SVN|Slovenia", "SJ|SJM|Svalbard and Jan Mayen|Svalbard", "SK|SVK|Slovakia|Slovak Republic",
        "SL|SLE|Sierra Leone", "SM|SMR|San Marino", "SN|SEN|Senegal", "SO|SOM|Somalia", "SR|SUR|Suriname", "SS|SSD|South Sudan", "ST|STP|Sao Tome and Principe|São Tomé & Príncipe",
        "SV|SLV|El Salvador", "SX|SXM|Sint Maarten|St Maarten|Sint Maarten (Dutch part)", "SY|SYR|Syria|Syrian Arab Republic", "SZ|SWZ|Eswatini|Swaziland",
        "TC|TCA|Turks and Caicos Islands|Turks and Caicos|Turks & Caicos|Turks & Caicos Islands", "TD|TCD|Chad", "TF|ATF|French Southern Territories", "TG|TGO|Togo", "TH|THA|Thailand",
        "TJ|TJK|Tajikistan", "TK|TKL|Tokelau", "TL|TLS|Timor-Leste|East Timor", "TM|TKM|Turkmenistan", "TN|TUN|Tunisia", "TO|TON|Tonga",
        "TR|TUR|Türkiye|Turkey", "TT|TTO|Trinidad and Tobago|Trinidad & Tobago", "TV|TUV|Tuvalu", "TW|TWN|Taiwan|Taiwan, Province of China", "TZ|TZA|Tanzania|Tanzania, United Republic of|United Republic of Tanzania",
        "UA|UKR|Ukraine", "UG|UGA|Uganda", "UM|UMI|United States Minor Outlying Islands", "US|USA|United States|United States of America|The United States|America",
        "UY|URY|Uruguay", "UZ|UZB|Uzbekistan", "VA|VAT|Vatican City|Holy See|Vatican", "VC|VCT|Saint Vincent and the Grenadines|St Vincent and the Grenadines|St Vincent & the Grenadines",
        "VE|VEN|Venezuela|Venezuela, Bolivarian Republic of", "VG|VGB|British Virgin Islands|Virgin Islands (British)|BVI",
        "VI|VIR|U.S. Virgin Islands|US Virgin Islands|United States Virgin Islands|Virgin Islands (U.S.)|USVI", "VN|VNM|Viet Nam|Vietnam", "VU|VUT|Vanuatu", "WF|WLF|Wallis and Futuna",
        "WS|WSM|Samoa", "XK|XKX|Kosovo", "YE|YEM|Yemen", "YT|MYT|Mayotte", "ZA|ZAF|South Africa|RSA", "ZM|ZMB|Zambia", "ZW|ZWE|Zimbabwe",
    ];

    /// <summary>Each country: the code of two letters first, then every other name.</summary>
    public static IEnumerable<string[]> Groups => Lines.Select(static line => line.Split('|'));

    private static readonly FrozenDictionary<string, string> NamesOfCodes = Groups
        .SelectMany(static names => names.Take(2).Select(code => KeyValuePair.Create(code, names[2])))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A country as people say it: the English name for a code of ISO 3166-1, everything else as it is.</summary>
    public static string Spoken(string country) => NamesOfCodes.GetValueOrDefault(country, country);

    /// <summary>Whether the key of a country is its code. A key that is no code is a name that the list does not have.</summary>
    public static bool IsCode(string key) => key.Length is 2 && char.IsAsciiLetterUpper(key[0]);
}
